package io.x0tta6bl4.pqc.api;

/**
 * Key encapsulation.
 *
 * <p>The private key of ML-KEM is its seed {@code d || z} (FIPS 203, algorithm 16; RFC 9935 calls it the seed). A ciphertext
 * of the right length that was tampered with decapsulates to another secret and never to an error (implicit rejection,
 * FIPS 203, algorithm 18): whoever relies on the secret finds out by its use.
 *
 * <p>{@link #X25519_ML_KEM_768} is the group X25519MLKEM768 of RFC 10024 as a KEM: public key, ciphertext and secret are those of
 * ML-KEM-768 followed by those of X25519 (RFC 7748). The 64 octets of its secret are input to a key schedule that hashes the
 * transcript, as in TLS 1.3; they are no key by themselves. An X25519 result of zeros is refused.
 */
public enum KemAlgorithm implements Algorithm {
    ML_KEM_512("ML-KEM-512", "FIPS 203", 800, 64, 768, 32),
    ML_KEM_768("ML-KEM-768", "FIPS 203", 1184, 64, 1088, 32),
    ML_KEM_1024("ML-KEM-1024", "FIPS 203", 1568, 64, 1568, 32),
    X25519_ML_KEM_768("X25519MLKEM768", "RFC 10024", 1216, 96, 1120, 64);

    private final String standardName;
    private final String standard;
    private final int publicKeyLength;
    private final int privateKeyLength;
    private final int ciphertextLength;
    private final int secretLength;

    KemAlgorithm(String standardName, String standard, int publicKey, int privateKey, int ciphertext, int secret) {
        this.standardName = standardName;
        this.standard = standard;
        this.publicKeyLength = publicKey;
        this.privateKeyLength = privateKey;
        this.ciphertextLength = ciphertext;
        this.secretLength = secret;
    }

    @Override
    public String standardName() {
        return standardName;
    }

    @Override
    public String standard() {
        return standard;
    }

    @Override
    public int publicKeyLength() {
        return publicKeyLength;
    }

    @Override
    public int privateKeyLength() {
        return privateKeyLength;
    }

    public int ciphertextLength() {
        return ciphertextLength;
    }

    public int secretLength() {
        return secretLength;
    }
}
