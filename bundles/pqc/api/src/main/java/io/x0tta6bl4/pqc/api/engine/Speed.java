package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.PublicKey;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Function;

/**
 * How fast a provider is, in operations per second of processor time of the calling thread, so that a busy machine changes
 * little. One call is one sample; providers are compared by samples taken in turns.
 */
public enum Speed {
    ML_KEM_768_KEYGEN(KemAlgorithm.ML_KEM_768, "key generation", pqc -> () -> keys(pqc, KemAlgorithm.ML_KEM_768)),
    ML_KEM_768_ENCAPS(KemAlgorithm.ML_KEM_768, "encapsulation", pqc -> encapsulation(pqc, KemAlgorithm.ML_KEM_768)),
    ML_KEM_768_DECAPS(KemAlgorithm.ML_KEM_768, "decapsulation", pqc -> decapsulation(pqc, KemAlgorithm.ML_KEM_768)),
    ML_DSA_65_KEYGEN(
            SignatureAlgorithm.ML_DSA_65, "key generation", pqc -> () -> keys(pqc, SignatureAlgorithm.ML_DSA_65)),
    ML_DSA_65_SIGN(SignatureAlgorithm.ML_DSA_65, "signing", pqc -> signing(pqc, SignatureAlgorithm.ML_DSA_65)),
    ML_DSA_65_VERIFY(
            SignatureAlgorithm.ML_DSA_65, "verification", pqc -> verification(pqc, SignatureAlgorithm.ML_DSA_65)),
    HYBRID_ENCAPS(
            KemAlgorithm.X25519_ML_KEM_768, "encapsulation", pqc -> encapsulation(pqc, KemAlgorithm.X25519_ML_KEM_768)),
    HYBRID_DECAPS(
            KemAlgorithm.X25519_ML_KEM_768, "decapsulation", pqc -> decapsulation(pqc, KemAlgorithm.X25519_ML_KEM_768)),
    HYBRID_SIGN(
            SignatureAlgorithm.ML_DSA_65_ED25519, "signing", pqc -> signing(pqc, SignatureAlgorithm.ML_DSA_65_ED25519)),
    HYBRID_VERIFY(
            SignatureAlgorithm.ML_DSA_65_ED25519,
            "verification",
            pqc -> verification(pqc, SignatureAlgorithm.ML_DSA_65_ED25519));

    private static final byte[] MESSAGE = new byte[256];
    private static final int BATCH = 8;

    private final Algorithm algorithm;
    private final String operation;
    private final Function<Pqc, Runnable> work;

    Speed(Algorithm algorithm, String operation, Function<Pqc, Runnable> work) {
        this.algorithm = algorithm;
        this.operation = operation;
        this.work = work;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public String operation() {
        return operation;
    }

    /** Takes one sample that lasts so long, in processor time. */
    public double perCpuSecond(Pqc pqc, Duration lasting) {
        Runnable once = work.apply(pqc);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        long used;
        long done = 0;
        do {
            for (int i = 0; i < BATCH; i++) once.run();
            done += BATCH;
            used = threads.getCurrentThreadCpuTime() - begun;
        } while (used < lasting.toNanos());
        return done * 1e9 / used;
    }

    private static void keys(Pqc pqc, Algorithm algorithm) {
        pqc.publicKey(pqc.generate(algorithm));
    }

    private static Runnable encapsulation(Pqc pqc, KemAlgorithm kem) {
        PublicKey key = pqc.publicKey(pqc.generate(kem));
        return () -> pqc.encapsulate(key);
    }

    private static Runnable decapsulation(Pqc pqc, KemAlgorithm kem) {
        PrivateKey key = pqc.generate(kem);
        Encapsulation made = pqc.encapsulate(pqc.publicKey(key));
        byte[] ciphertext = made.ciphertext();
        return () -> pqc.decapsulate(key, ciphertext);
    }

    private static Runnable signing(Pqc pqc, SignatureAlgorithm algorithm) {
        PrivateKey key = pqc.generate(algorithm);
        return () -> pqc.sign(key, MESSAGE);
    }

    private static Runnable verification(Pqc pqc, SignatureAlgorithm algorithm) {
        PrivateKey key = pqc.generate(algorithm);
        PublicKey known = pqc.publicKey(key);
        byte[] signature = pqc.sign(key, MESSAGE);
        return () -> pqc.verify(known, MESSAGE, signature);
    }
}
