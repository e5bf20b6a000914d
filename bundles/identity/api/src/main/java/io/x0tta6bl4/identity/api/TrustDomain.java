package io.x0tta6bl4.identity.api;

/**
 * A trust domain (SPIFFE-ID, section 2.1): 1 to 255 of {@code a-z 0-9 . - _}. Nothing else is one: no upper case, no port, no
 * user, no escapes. Two are the same when their names are.
 *
 * @param name for example {@code example.org}
 */
public record TrustDomain(String name) implements Comparable<TrustDomain> {
    /** The most characters of a name. */
    public static final int LIMIT = 255;

    /** @throws IllegalArgumentException when the name is none; the message says why */
    public TrustDomain {
        if (name.isEmpty()) throw new IllegalArgumentException("a trust domain has a name, this one is empty");
        if (name.length() > LIMIT)
            throw new IllegalArgumentException(
                    "a trust domain has at most " + LIMIT + " characters, this one has " + name.length());
        for (int i = 0; i < name.length(); i++)
            if (!allowed(name.charAt(i)))
                throw new IllegalArgumentException("the trust domain '" + SpiffeId.shown(name) + "' has "
                        + SpiffeId.shown(name.substring(i, i + 1))
                        + " at " + i + "; allowed are a-z, 0-9, dot, dash and underscore");
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    /** The SPIFFE ID of the trust domain itself, which has no path. */
    public SpiffeId id() {
        return new SpiffeId(this, "");
    }

    @Override
    public int compareTo(TrustDomain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
