package io.x0tta6bl4.channel.provider.jsse;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The protection of records of TLS 1.3 (RFC 8446, 5.2 and 5.3) by the JDK's AES-GCM. That of bctls looks up algorithm parameters
 * for every record, copies what it encrypts, and decrypts in place, for which the JDK makes and copies another array: a quarter of
 * the time of bulk data. Here each direction works from the given octets into one buffer of its own, which bctls passes on before
 * it asks for the next record. A buffer is as long as the longest record so far, at most 16.3 KiB, and goes when memory is short.
 *
 * <p>bctls counts the records, and asks for new keys after 2^20 of them. One direction is used by one thread at a time.
 */
final class GcmRecords implements TlsCipher {
    private static final int TAG = 16;
    private static final int NONCE = 12;
    /** The type of the content, behind the content. */
    private static final int TYPE = 1;

    private final TlsCryptoParameters parameters;
    private final int keyLength;
    private final Direction in;
    private final Direction out;

    /** @param keyLength in octets */
    GcmRecords(TlsCryptoParameters parameters, int keyLength, Provider provider) throws IOException {
        this.parameters = parameters;
        this.keyLength = keyLength;
        this.in = new Direction(Cipher.DECRYPT_MODE, provider);
        this.out = new Direction(Cipher.ENCRYPT_MODE, provider);
        SecurityParameters handshake = parameters.getSecurityParametersHandshake();
        key(in, handshake, !parameters.isServer());
        key(out, handshake, parameters.isServer());
    }

    /** RFC 8446, 7.3. */
    private void key(Direction direction, SecurityParameters security, boolean server) throws IOException {
        TlsSecret secret = server ? security.getTrafficSecretServer() : security.getTrafficSecretClient();
        if (secret == null) throw new TlsFatalAlert(AlertDescription.internal_error);
        byte[] key = expand(secret, security, "key", keyLength);
        direction.key = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
        direction.iv = expand(secret, security, "iv", NONCE);
    }

    private static byte[] expand(TlsSecret secret, SecurityParameters security, String label, int length)
            throws IOException {
        return TlsCryptoUtils.hkdfExpandLabel(
                        secret, security.getPRFCryptoHashAlgorithm(), label, TlsUtils.EMPTY_BYTES, length)
                .extract();
    }

    private static final class Direction {
        private final int mode;
        private final Cipher cipher;
        private final byte[] header = new byte[5];
        private final byte[] nonce = new byte[NONCE];
        private SecretKey key = new SecretKeySpec(new byte[TAG], "AES");
        private byte[] iv = nonce;
        private SoftReference<byte[]> buffer = new SoftReference<>(TlsUtils.EMPTY_BYTES);

        Direction(int mode, Provider provider) throws IOException {
            this.mode = mode;
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
        }

        /** @param length of the record after its header */
        void begin(long sequence, short type, ProtocolVersion version, int length) throws GeneralSecurityException {
            System.arraycopy(iv, 0, nonce, 0, NONCE);
            for (int i = 0; i < Long.BYTES; i++) nonce[NONCE - 1 - i] ^= (byte) (sequence >>> (Byte.SIZE * i));
            cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            header[0] = (byte) type;
            header[1] = (byte) version.getMajorVersion();
            header[2] = (byte) version.getMinorVersion();
            header[3] = (byte) (length >>> Byte.SIZE);
            header[4] = (byte) length;
            cipher.updateAAD(header);
        }

        byte[] buffer(int length) {
            byte[] held = buffer.get();
            if (held != null && held.length >= length) return held;
            byte[] larger = new byte[length];
            buffer = new SoftReference<>(larger);
            return larger;
        }
    }

    @Override
    public TlsEncodeResult encodePlaintext(
            long sequence, short type, ProtocolVersion version, int header, byte[] plain, int at, int length)
            throws IOException {
        int protectedLength = length + TYPE + TAG;
        try {
            out.begin(sequence, ContentType.application_data, version, protectedLength);
            byte[] record = out.buffer(header + protectedLength);
            int end = header + out.cipher.update(plain, at, length, record, header);
            end += out.cipher.doFinal(new byte[] {(byte) type}, 0, TYPE, record, end);
            if (end != header + protectedLength) throw new TlsFatalAlert(AlertDescription.internal_error);
            return new TlsEncodeResult(record, 0, end, ContentType.application_data);
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    @Override
    public TlsDecodeResult decodeCiphertext(
            long sequence, short type, ProtocolVersion version, byte[] record, int at, int length) throws IOException {
        if (length < TYPE + TAG) throw new TlsFatalAlert(AlertDescription.decode_error);
        try {
            in.begin(sequence, type, version, length);
            byte[] plain = in.buffer(length);
            int end = in.cipher.doFinal(record, at, length, plain, 0);
            while (end > 0 && plain[end - 1] == 0) end--;
            if (end == 0) throw new TlsFatalAlert(AlertDescription.unexpected_message);
            return new TlsDecodeResult(plain, 0, end - TYPE, (short) (plain[end - 1] & 0xff));
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
        }
    }

    @Override
    public void rekeyDecoder() throws IOException {
        key(in, parameters.getSecurityParametersConnection(), !parameters.isServer());
    }

    @Override
    public void rekeyEncoder() throws IOException {
        key(out, parameters.getSecurityParametersConnection(), parameters.isServer());
    }

    @Override
    public int getCiphertextDecodeLimit(int plain) {
        return plain + TYPE + TAG;
    }

    @Override
    public int getCiphertextEncodeLimit(int plain) {
        return plain + TYPE + TAG;
    }

    @Override
    public int getPlaintextDecodeLimit(int cipher) {
        return cipher - TYPE - TAG;
    }

    @Override
    public int getPlaintextEncodeLimit(int cipher) {
        return cipher - TYPE - TAG;
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
        return true;
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
        return true;
    }
}
