package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.DAMAGED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.TRUNCATED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.WRONG_PASSPHRASE;

import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The file: a head of fixed length, then the content under AES-256-GCM with the whole head as associated data.
 *
 * <pre>
 * 0  magic X0KEYST1        24  salt (32)     84  length of the file
 * 8  key derivation        56  nonce (12)    92  SHA-256 of all before (32)
 * 12 its three parameters  68  check (16)    124 ciphertext and tag
 * </pre>
 *
 * <p>The three errors are told apart in this order: a head whose SHA-256 differs is damaged; a file shorter than its head says
 * is truncated; a check that differs, under a whole head, is a wrong passphrase; what then does not authenticate is damaged.
 */
final class StoreFormat {
    static final int HEAD = 124;
    static final int SALT = 32;
    private static final byte[] MAGIC = "X0KEYST1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int SALT_AT = 24;
    private static final int NONCE_AT = 56;
    private static final int NONCE = 12;
    private static final int CHECK = 16;
    private static final int CHECK_AT = 68;
    private static final int LENGTH_AT = 84;
    private static final int DIGEST_AT = 92;
    private static final int TAG = 16;
    private static final int TAG_BITS = 128;

    private StoreFormat() {}

    /** What unlocks one store: the derivation with its salt, and the two keys that came of it. */
    record Lock(Kdf kdf, byte[] salt, byte[] key, byte[] check) {
        static Lock of(Kdf kdf, byte[] salt, byte[] secret) throws GeneralSecurityException {
            byte[] root = kdf.derive(secret, salt);
            byte[] key = Kdf.hkdf(root, salt, "x0 key store content", 32);
            byte[] check = Kdf.hkdf(root, salt, "x0 key store check", CHECK);
            Arrays.fill(root, (byte) 0);
            return new Lock(kdf, salt, key, check);
        }

        static Lock fresh(Kdf kdf, byte[] secret, SecureRandom random) throws GeneralSecurityException {
            byte[] salt = new byte[SALT];
            random.nextBytes(salt);
            return of(kdf, salt, secret);
        }
    }

    static byte[] write(byte[] content, Lock lock, SecureRandom random) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteBuffer file = ByteBuffer.allocate(HEAD + content.length + TAG);
        file.put(MAGIC);
        file.putInt(lock.kdf().kind());
        file.putInt(lock.kdf().memoryKiB());
        file.putInt(lock.kdf().passes());
        file.putInt(lock.kdf().lanes());
        file.put(lock.salt()).put(nonce).put(lock.check());
        file.putLong(file.capacity());
        file.put(digest(file.array()));
        file.put(cipher(Cipher.ENCRYPT_MODE, lock, file.array()).doFinal(content));
        return file.array();
    }

    /** The content, after the lock was made for this file by {@link #lock}. */
    static byte[] read(byte[] file, Lock lock) throws GeneralSecurityException {
        byte[] check = Arrays.copyOfRange(file, CHECK_AT, CHECK_AT + CHECK);
        if (!MessageDigest.isEqual(check, lock.check()))
            throw new KeyStoreException(
                    WRONG_PASSPHRASE,
                    "the key store is whole, but "
                            + (lock.kdf().kind() == Kdf.KEY_FILE ? "the key file" : "the passphrase")
                            + " is not the one it was made with; configure the right one, the store was not changed");
        try {
            return cipher(Cipher.DECRYPT_MODE, lock, file).doFinal(file, HEAD, file.length - HEAD);
        } catch (GeneralSecurityException e) {
            throw damaged("its content does not authenticate");
        }
    }

    /** Derives what unlocks this file, whose derivation was read by {@link #kdf}. */
    static Lock lock(byte[] file, Kdf kdf, byte[] secret) throws GeneralSecurityException {
        return Lock.of(kdf, Arrays.copyOfRange(file, SALT_AT, SALT_AT + SALT), secret);
    }

    /** Checks the head; refuses a store that was made with the other kind of secret, before that is looked for. */
    static Kdf kdf(byte[] file, int kind) {
        head(file);
        ByteBuffer head = ByteBuffer.wrap(file).position(MAGIC.length);
        Kdf kdf = new Kdf(head.getInt(), head.getInt(), head.getInt(), head.getInt());
        if (kdf.kind() != kind)
            throw new KeyStoreException(
                    WRONG_PASSPHRASE,
                    "the key store was made with a " + (kdf.kind() == Kdf.KEY_FILE ? "key file" : "passphrase")
                            + ", and is configured with a " + (kind == Kdf.KEY_FILE ? "key file" : "passphrase")
                            + "; configure what it was made with");
        return kdf;
    }

    /** Whether the head is whole and the file as long as it says. */
    static void head(byte[] file) {
        if (file.length < HEAD)
            throw new KeyStoreException(
                    TRUNCATED,
                    "the key store has " + file.length + " octets, its head alone has " + HEAD
                            + ": its end is missing; put back a copy");
        if (!Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) throw damaged("it does not begin as one");
        if (!Arrays.equals(file, DIGEST_AT, HEAD, digest(file), 0, HEAD - DIGEST_AT))
            throw damaged("its head was changed");
        long length = ByteBuffer.wrap(file).getLong(LENGTH_AT);
        if (file.length < length)
            throw new KeyStoreException(
                    TRUNCATED,
                    "the key store has " + file.length + " of its " + length
                            + " octets: its end is missing; put back a copy");
        if (file.length > length) throw damaged("something was appended to it");
    }

    private static KeyStoreException damaged(String how) {
        return new KeyStoreException(
                DAMAGED, "the key store is damaged: " + how + "; put back a copy, this one was not changed");
    }

    private static byte[] digest(byte[] file) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(file, 0, DIGEST_AT);
            return hash.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Cipher cipher(int mode, Lock lock, byte[] file) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(lock.key(), "AES"), new GCMParameterSpec(TAG_BITS, file, NONCE_AT, NONCE));
        cipher.updateAAD(file, 0, HEAD);
        return cipher;
    }
}
