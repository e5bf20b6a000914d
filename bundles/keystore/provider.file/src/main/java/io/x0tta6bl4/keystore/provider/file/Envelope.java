package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.DAMAGED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.TRUNCATED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.UNKNOWN_GENERATION;

import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What was sealed: {@code X0SL}, version, store (8), generation (4), salt (32), then ciphertext and tag of AES-256-GCM. Key and
 * nonce come by HKDF-SHA256 from the key of the generation, the salt and the purpose: each seal has its own.
 */
final class Envelope {
    private static final int MAGIC = 0x5830534C;
    private static final byte VERSION = 1;
    private static final int SALT_AT = 17;
    private static final int SALT = 32;
    private static final int HEAD = SALT_AT + SALT;
    private static final int TAG = 16;
    private static final int KEY = 32;
    private static final int NONCE = 12;

    private Envelope() {}

    static byte[] seal(Content content, String purpose, byte[] plain, SecureRandom random)
            throws GeneralSecurityException {
        int generation = content.generations().lastKey();
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        ByteBuffer sealed = ByteBuffer.allocate(HEAD + plain.length + TAG);
        sealed.putInt(MAGIC)
                .put(VERSION)
                .putLong(content.store())
                .putInt(generation)
                .put(salt);
        byte[] key = content.generations().get(generation).octets();
        sealed.put(cipher(Cipher.ENCRYPT_MODE, key, purpose, sealed.array()).doFinal(plain));
        return sealed.array();
    }

    static byte[] open(Content content, String purpose, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < HEAD + TAG)
            throw new KeyStoreException(
                    TRUNCATED, "this has " + sealed.length + " octets, the least that was sealed has " + (HEAD + TAG));
        ByteBuffer head = ByteBuffer.wrap(sealed);
        if (head.getInt() != MAGIC || head.get() != VERSION)
            throw new KeyStoreException(DAMAGED, "this was not sealed by a key store, or its beginning was changed");
        long store = head.getLong();
        int generation = head.getInt();
        if (store != content.store())
            throw new KeyStoreException(
                    UNKNOWN_GENERATION, "this was sealed by another key store, or its beginning was changed");
        Content.@Nullable Kept key = content.generations().get(generation);
        if (key == null)
            throw new KeyStoreException(
                    UNKNOWN_GENERATION,
                    "this was sealed under generation " + generation + ", and this store has "
                            + content.generations().keySet() + ": it was retired, or the beginning was changed");
        try {
            return cipher(Cipher.DECRYPT_MODE, key.octets(), purpose, sealed)
                    .doFinal(sealed, HEAD, sealed.length - HEAD);
        } catch (GeneralSecurityException e) {
            throw new KeyStoreException(
                    DAMAGED, "this does not authenticate: it was changed, cut, or sealed for another purpose", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, String purpose, byte[] sealed) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOfRange(sealed, SALT_AT, HEAD);
        byte[] own = Kdf.hkdf(key, salt, "x0 seal " + purpose, KEY + NONCE);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(own, 0, KEY, "AES"), new GCMParameterSpec(TAG * 8, own, KEY, NONCE));
        cipher.updateAAD(sealed, 0, HEAD);
        Arrays.fill(own, (byte) 0);
        return cipher;
    }
}
