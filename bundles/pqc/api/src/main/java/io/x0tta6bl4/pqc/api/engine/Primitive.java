package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import java.util.List;

/** What an engine computes; algorithms of the api are one primitive, or two put together. */
public enum Primitive {
    ML_KEM_512("ML-KEM-512", 64, 64),
    ML_KEM_768("ML-KEM-768", 64, 64),
    ML_KEM_1024("ML-KEM-1024", 64, 64),
    X25519("X25519", 32, 32),
    ML_DSA_44("ML-DSA-44", 32, 32),
    ML_DSA_65("ML-DSA-65", 32, 32),
    ML_DSA_87("ML-DSA-87", 32, 32),
    SLH_DSA_SHA2_128S("SLH-DSA-SHA2-128s", 48, 64),
    SLH_DSA_SHA2_128F("SLH-DSA-SHA2-128f", 48, 64),
    ED25519("Ed25519", 32, 32);

    private final String standardName;
    private final int randomLength;
    private final int privateKeyLength;

    Primitive(String standardName, int randomLength, int privateKeyLength) {
        this.standardName = standardName;
        this.randomLength = randomLength;
        this.privateKeyLength = privateKeyLength;
    }

    public String standardName() {
        return standardName;
    }

    /** How many random octets make a private key. */
    public int randomLength() {
        return randomLength;
    }

    public int privateKeyLength() {
        return privateKeyLength;
    }

    /** The parts of an algorithm, in the order of its encodings. */
    static List<Primitive> of(Algorithm algorithm) {
        return switch (algorithm) {
            case KemAlgorithm kem ->
                switch (kem) {
                    case ML_KEM_512 -> List.of(ML_KEM_512);
                    case ML_KEM_768 -> List.of(ML_KEM_768);
                    case ML_KEM_1024 -> List.of(ML_KEM_1024);
                    case X25519_ML_KEM_768 -> List.of(ML_KEM_768, X25519);
                };
            case SignatureAlgorithm signature ->
                switch (signature) {
                    case ML_DSA_44 -> List.of(ML_DSA_44);
                    case ML_DSA_65 -> List.of(ML_DSA_65);
                    case ML_DSA_87 -> List.of(ML_DSA_87);
                    case SLH_DSA_SHA2_128S -> List.of(SLH_DSA_SHA2_128S);
                    case SLH_DSA_SHA2_128F -> List.of(SLH_DSA_SHA2_128F);
                    case ML_DSA_65_ED25519 -> List.of(ED25519, ML_DSA_65);
                };
        };
    }
}
