package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.DAMAGED;

import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How the key of the store comes from what unlocks it. A key file holds enough randomness: HKDF-SHA256 (RFC 5869). A
 * passphrase does not: Argon2id (RFC 9106), with the second recommended choice of its section 4.
 *
 * @param kind {@link #KEY_FILE} or {@link #PASSPHRASE}
 * @param memoryKiB of Argon2id, as are the next two; 0 for a key file
 */
record Kdf(int kind, int memoryKiB, int passes, int lanes) {
    static final int KEY_FILE = 1;
    static final int PASSPHRASE = 2;
    static final Kdf OF_KEY_FILE = new Kdf(KEY_FILE, 0, 0, 0);
    static final Kdf OF_PASSPHRASE = new Kdf(PASSPHRASE, 64 * 1024, 3, 4);
    private static final int LENGTH = 32;
    private static final int MEMORY_LIMIT_KIB = 256 * 1024;
    private static final int WORK_LIMIT = 64;

    /** A store that asks for absurd work is refused before the work is done. */
    Kdf {
        boolean sane = kind == KEY_FILE
                ? memoryKiB == 0 && passes == 0 && lanes == 0
                : kind == PASSPHRASE
                        && memoryKiB >= 8
                        && memoryKiB <= MEMORY_LIMIT_KIB
                        && passes >= 1
                        && passes <= WORK_LIMIT
                        && lanes >= 1
                        && lanes <= WORK_LIMIT;
        if (!sane)
            throw new KeyStoreException(
                    DAMAGED,
                    "the key store asks for a key derivation that no store of ours has (kind " + kind + ", " + memoryKiB
                            + " KiB, " + passes + " passes, " + lanes + " lanes)");
    }

    byte[] derive(byte[] secret, byte[] salt) throws GeneralSecurityException {
        if (kind == KEY_FILE) return hkdf(secret, salt, "x0 key store", LENGTH);
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(memoryKiB)
                .withIterations(passes)
                .withParallelism(lanes)
                .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] key = new byte[LENGTH];
        generator.generateBytes(secret, key);
        return key;
    }

    static byte[] hkdf(byte[] secret, byte[] salt, String info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(secret)
                        .addSalt(salt)
                        .thenExpand(info.getBytes(java.nio.charset.StandardCharsets.UTF_8), length));
    }
}
