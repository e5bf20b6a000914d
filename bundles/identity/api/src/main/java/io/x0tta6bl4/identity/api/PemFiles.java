package io.x0tta6bl4.identity.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An SVID as files that programs read: PEM (RFC 7468), the key for its owner alone. Each file is replaced in one step, the key
 * first and the certificate last, so whoever waits for a new certificate finds its key beside it. What was there keeps its owner,
 * group and permissions; a key is never readable by others.
 */
public final class PemFiles {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("------rwx");

    private PemFiles() {}

    /**
     * Writes the chain to the file, and {@code key.pem} and {@code bundle.pem} beside it.
     *
     * @throws IOException what could not be written; the message names the file
     */
    public static void write(Path file, X509Svid svid, Optional<TrustBundle> bundle) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            replace(
                    file.resolveSibling("key.pem"),
                    pem("PRIVATE KEY", svid.key().getEncoded()),
                    true);
            replace(
                    file.resolveSibling("bundle.pem"),
                    certificates(bundle.map(TrustBundle::x509Authorities).orElse(List.of())),
                    false);
            replace(file, certificates(svid.chain()), false);
        } catch (CertificateEncodingException e) {
            throw new IOException("a certificate of " + svid.id() + " cannot be encoded: " + e.getMessage(), e);
        }
    }

    private static String certificates(List<X509Certificate> certificates) throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) text.append(pem("CERTIFICATE", certificate.getEncoded()));
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** A new file, closed to others from its first moment on, takes the place of the one before. */
    private static void replace(Path file, String text, boolean secret) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".writing");
        Files.deleteIfExists(temporary);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(temporary, fresh, closed)) {
            for (ByteBuffer left = StandardCharsets.US_ASCII.encode(text); left.hasRemaining(); ) channel.write(left);
        }
        lookLike(temporary, file, secret);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void lookLike(Path fresh, Path before, boolean secret) throws IOException {
        var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (Files.isRegularFile(before, LinkOption.NOFOLLOW_LINKS)) {
            PosixFileAttributes was = Files.readAttributes(before, PosixFileAttributes.class);
            if (!was.owner().equals(view.getOwner())) view.setOwner(was.owner());
            if (!was.group().equals(view.readAttributes().group())) view.setGroup(was.group());
            Set<PosixFilePermission> permissions = EnumSet.copyOf(was.permissions());
            if (secret) permissions.removeAll(OTHERS);
            view.setPermissions(permissions);
        } else if (!secret) view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
    }
}
