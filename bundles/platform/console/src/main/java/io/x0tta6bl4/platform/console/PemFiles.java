package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Svid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An SVID as files that programs read: PEM (RFC 7468), the key for its owner alone. */
final class PemFiles {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemFiles() {}

    static void write(Path folder, X509Svid svid, Optional<TrustBundle> bundle) {
        try {
            Files.createDirectories(folder);
            file(folder.resolve("svid.pem"), certificates(svid.chain()), "rw-r--r--");
            file(folder.resolve("key.pem"), pem("PRIVATE KEY", svid.key().getEncoded()), "rw-------");
            file(
                    folder.resolve("bundle.pem"),
                    certificates(bundle.map(TrustBundle::x509Authorities).orElse(List.of())),
                    "rw-r--r--");
        } catch (IOException | CertificateEncodingException e) {
            throw new CommandFailed("could not write to " + folder + ": " + e);
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

    /** A new file with these permissions from its first moment on. */
    private static void file(Path file, String text, String permissions) throws IOException {
        Files.deleteIfExists(file);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(
                file, fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
    }
}
