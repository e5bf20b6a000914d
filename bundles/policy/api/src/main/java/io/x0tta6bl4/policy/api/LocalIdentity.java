package io.x0tta6bl4.policy.api;

import java.nio.charset.StandardCharsets;

/**
 * Identities that only the node itself gives: to its own loop, and to whom the operating system vouches for. Their trust
 * domain {@value #TRUST_DOMAIN} is reserved: no certificate of it is accepted from a peer.
 */
public final class LocalIdentity {
    public static final String TRUST_DOMAIN = "x0.local";

    /** The loop, when it acts of its own accord. */
    public static final String LOOP = "spiffe://" + TRUST_DOMAIN + "/loop";

    /** Whoever speaks plain HTTP from this host; nobody vouches for more. */
    public static final String LOOPBACK = "spiffe://" + TRUST_DOMAIN + "/http/loopback";

    private LocalIdentity() {}

    /**
     * A user of the operating system. What a SPIFFE ID cannot hold, and the underscore, is written as {@code _} and two
     * hexadecimal digits for each byte of UTF-8, so that different users never share an identity.
     */
    public static String user(String name) {
        StringBuilder path = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xff);
            if (letter < 0x80 && (Character.isLetterOrDigit(letter) || letter == '-')) path.append(letter);
            else if (letter == '.' && !path.isEmpty()) path.append(letter);
            else path.append(String.format("_%02x", octet & 0xff));
        }
        if (path.isEmpty()) throw new IllegalArgumentException("a user without a name has no identity");
        return "spiffe://" + TRUST_DOMAIN + "/user/" + path;
    }

    /** The user that this process runs as. */
    public static String owner() {
        return user(ProcessHandle.current()
                .info()
                .user()
                .orElseThrow(() -> new IllegalStateException("the operating system does not tell the process's user")));
    }
}
