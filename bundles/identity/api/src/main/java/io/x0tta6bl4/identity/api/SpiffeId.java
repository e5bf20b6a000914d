package io.x0tta6bl4.identity.api;

/**
 * A SPIFFE ID (SPIFFE-ID, section 2): {@code spiffe://} trust domain, and a path of segments of {@code a-z A-Z 0-9 . - _}, or none.
 * No segment is empty, {@code .} or {@code ..}; there is no slash at the end, no query, no fragment and no escape, so that a name
 * has one spelling and equality of names is equality of texts.
 *
 * @param trustDomain who vouches for it
 * @param path empty, or beginning with a slash
 */
public record SpiffeId(TrustDomain trustDomain, String path) implements Comparable<SpiffeId> {
    /** The most characters of a SPIFFE ID (SPIFFE-ID, section 2.3). */
    public static final int LIMIT = 2048;

    private static final String SCHEME = "spiffe://";

    /** @throws IllegalArgumentException when the path is none; the message says why */
    public SpiffeId {
        int length = SCHEME.length() + trustDomain.name().length() + path.length();
        if (length > LIMIT)
            throw new IllegalArgumentException(
                    "a SPIFFE ID has at most " + LIMIT + " characters, this one has " + length);
        check(path);
    }

    /** @throws IllegalArgumentException when the text is no SPIFFE ID; the message says why */
    public static SpiffeId parse(String text) {
        if (text.length() > LIMIT)
            throw new IllegalArgumentException(
                    "a SPIFFE ID has at most " + LIMIT + " characters, this one has " + text.length());
        if (!text.startsWith(SCHEME))
            throw new IllegalArgumentException("'" + shown(text) + "' does not begin with " + SCHEME);
        int slash = text.indexOf('/', SCHEME.length());
        if (slash < 0) return new SpiffeId(new TrustDomain(text.substring(SCHEME.length())), "");
        return new SpiffeId(new TrustDomain(text.substring(SCHEME.length(), slash)), text.substring(slash));
    }

    private static void check(String path) {
        if (path.isEmpty()) return;
        if (path.charAt(0) != '/') throw new IllegalArgumentException("the path '" + shown(path) + "' has no slash");
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty())
                throw new IllegalArgumentException("the path '" + shown(path) + "' has an empty segment");
            if (segment.equals(".") || segment.equals(".."))
                throw new IllegalArgumentException("the path '" + shown(path) + "' has the segment " + segment);
            for (int i = 0; i < segment.length(); i++)
                if (!allowed(segment.charAt(i)))
                    throw new IllegalArgumentException("the path '" + shown(path) + "' has "
                            + shown(segment.substring(i, i + 1))
                            + "; allowed are letters, digits, dot, dash and underscore");
        }
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    /** A text of a stranger, for a message: short, and only what prints. */
    static String shown(String text) {
        String cut = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        StringBuilder shown = new StringBuilder();
        cut.chars().forEach(c -> {
            if (c >= ' ' && c < 127 || c == '…') shown.append((char) c);
            else shown.append(String.format("\\u%04x", c));
        });
        return shown.toString();
    }

    /** Whether the trust domain vouches for it. */
    public boolean memberOf(TrustDomain domain) {
        return trustDomain.equals(domain);
    }

    /**
     * Whether it stands below another one, by whole segments and in the same trust domain: {@code /node/a} is below {@code /node},
     * {@code /node-a} and {@code /node} itself are not.
     */
    public boolean below(SpiffeId above) {
        return memberOf(above.trustDomain) && path.startsWith(above.path + "/");
    }

    @Override
    public int compareTo(SpiffeId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return SCHEME + trustDomain.name() + path;
    }
}
