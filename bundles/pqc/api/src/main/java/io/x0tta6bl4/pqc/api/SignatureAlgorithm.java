package io.x0tta6bl4.pqc.api;

/**
 * Signatures, in the pure and hedged variant: signing the same message twice gives two signatures.
 *
 * <p>The private key of ML-DSA is its seed (FIPS 204, algorithm 6; the {@code seed} choice of RFC 9881), that of SLH-DSA is
 * {@code SK.seed || SK.prf || PK.seed || PK.root} (FIPS 205, figure 15).
 *
 * <p>{@link #ML_DSA_65_ED25519} is algorithm 30 of draft-ietf-openpgp-pqc: both components sign, with the empty context, the
 * SHA-512 digest that RFC 9580, section 5.2.4, prescribes for a version 6 signature over a binary document without hashed
 * subpackets. The digest covers a random salt and the number of the algorithm, so that neither component can be taken out
 * or exchanged. Keys are {@code Ed25519 || ML-DSA-65}, a signature is {@code salt (32) || Ed25519 (64) || ML-DSA-65 (3309)}; it
 * is valid only when both components are. It has no context.
 */
public enum SignatureAlgorithm implements Algorithm {
    ML_DSA_44("ML-DSA-44", "FIPS 204", 1312, 32, 2420, 255),
    ML_DSA_65("ML-DSA-65", "FIPS 204", 1952, 32, 3309, 255),
    ML_DSA_87("ML-DSA-87", "FIPS 204", 2592, 32, 4627, 255),
    SLH_DSA_SHA2_128S("SLH-DSA-SHA2-128s", "FIPS 205", 32, 64, 7856, 255),
    SLH_DSA_SHA2_128F("SLH-DSA-SHA2-128f", "FIPS 205", 32, 64, 17088, 255),
    ML_DSA_65_ED25519("ML-DSA-65+Ed25519", "draft-ietf-openpgp-pqc", 1984, 64, 3405, 0);

    private final String standardName;
    private final String standard;
    private final int publicKeyLength;
    private final int privateKeyLength;
    private final int signatureLength;
    private final int contextLimit;

    SignatureAlgorithm(
            String standardName, String standard, int publicKey, int privateKey, int signature, int contextLimit) {
        this.standardName = standardName;
        this.standard = standard;
        this.publicKeyLength = publicKey;
        this.privateKeyLength = privateKey;
        this.signatureLength = signature;
        this.contextLimit = contextLimit;
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

    public int signatureLength() {
        return signatureLength;
    }

    /** How long a context may be by the standard; a provider may allow less, see {@link Pqc#contextLimit}. */
    public int contextLimit() {
        return contextLimit;
    }
}
