package io.x0tta6bl4.identity.provider.federation;

/** What the node's own endpoint speaks. */
enum Offer {
    /** TLS 1.3 with a post-quantum key exchange, nothing else. */
    MODERN,
    /** Also what Mozilla's intermediate compatibility lists, for clients that have no other. */
    INTERMEDIATE;

    private static final String[] NEW_CIPHERS = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };
    private static final String[] ALL_CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    String[] protocols() {
        return this == MODERN ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
    }

    String[] ciphers() {
        return (this == MODERN ? NEW_CIPHERS : ALL_CIPHERS).clone();
    }

    /** bctls 1.84 uses no ECDSA certificate without its curve among the groups; {@link HybridOnly} stops an exchange with it. */
    String[] groups() {
        return this == MODERN
                ? new String[] {"X25519MLKEM768", "secp256r1"}
                : new String[] {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"};
    }
}
