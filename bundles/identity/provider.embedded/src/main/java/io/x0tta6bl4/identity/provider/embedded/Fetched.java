package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A bundle that was fetched for a trust domain, before it becomes the file of it. */
final class Fetched {
    private static final int URI = 6;
    private static final String SCHEME = "spiffe://";
    /** Not the ending of a bundle, so that a half of one is never read. */
    private static final String BESIDE = ".new";

    private Fetched() {}

    /**
     * Stricter than a file that a person puts there: an authority that names itself as one of another trust domain shows that the address
     * is not that of this one.
     */
    static TrustBundle read(TrustDomain domain, byte[] document) {
        TrustBundle bundle = BundleReader.read(domain, document);
        for (X509Certificate authority : bundle.x509Authorities())
            for (String name : names(authority))
                if (!name.equals(SCHEME + domain) && !name.startsWith(SCHEME + domain + "/"))
                    throw new IllegalArgumentException(
                            "it is not that of " + domain + ": it has the authority " + shown(name));
        return bundle;
    }

    private static List<String> names(X509Certificate authority) {
        try {
            Collection<List<?>> names = authority.getSubjectAlternativeNames();
            if (names == null) return List.of();
            return names.stream()
                    .filter(name -> Objects.equals(name.getFirst(), URI))
                    .map(name -> String.valueOf(name.get(1)))
                    .filter(name -> name.startsWith(SCHEME))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the names of an authority cannot be read: " + e.getMessage(), e);
        }
    }

    private static String shown(String name) {
        return (name.length() > 100 ? name.substring(0, 100) + "…" : name).replaceAll("[^ -~…]", "?");
    }

    /** In one step and on the disk: whoever reads it sees the one before or this one, also after a loss of power. */
    static void keep(Path file, byte[] document) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path beside = file.resolveSibling(file.getFileName() + BESIDE);
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(document);
            while (left.hasRemaining()) channel.write(left);
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
