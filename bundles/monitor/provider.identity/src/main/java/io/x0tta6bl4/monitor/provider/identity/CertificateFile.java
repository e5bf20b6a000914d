package io.x0tta6bl4.monitor.provider.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** The first certificate of a file, or why there is none. */
sealed interface CertificateFile {
    /** The most octets of a file that are looked at. */
    int LIMIT = 256 * 1024;

    /** It can be read. */
    record Leaf(X509Certificate certificate) implements CertificateFile {}

    /** There is no such file. */
    record Missing(String why) implements CertificateFile {}

    /** It is no file with a certificate. */
    record Unreadable(String why) implements CertificateFile {}

    /** Reads it anew. A pipe or a device is not opened, since it could hold up the reader for ever. */
    static CertificateFile read(Path file) {
        try {
            if (Files.notExists(file)) return new Missing(file + " does not exist");
            if (!Files.isRegularFile(file)) return new Unreadable(file + " is no regular file");
            byte[] octets;
            try (InputStream in = Files.newInputStream(file)) {
                octets = in.readNBytes(LIMIT + 1);
            }
            if (octets.length > LIMIT) return new Unreadable(file + " has more than " + LIMIT + " octets");
            return first(file, octets);
        } catch (NoSuchFileException e) {
            return new Missing(file + " does not exist");
        } catch (IOException e) {
            return new Unreadable("cannot read " + file + ": " + e);
        }
    }

    private static CertificateFile first(Path file, byte[] octets) {
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets)))
                if (certificate instanceof X509Certificate found) return new Leaf(found);
            return new Unreadable(file + " holds no certificate");
        } catch (CertificateException | RuntimeException e) {
            return new Unreadable(file + " holds no certificate that can be read: " + e.getMessage());
        }
    }
}
