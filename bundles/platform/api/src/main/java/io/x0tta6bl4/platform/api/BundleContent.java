package io.x0tta6bl4.platform.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a bundle as a jar that the framework takes again, whatever it was installed from and however it is stored.
 *
 * <p>The same entries always give the same bytes: manifest first, then by name, fixed times, nothing compressed. So the digest
 * names the content, not the way it was packed.
 *
 * @param jar the bytes; not copied, so nobody writes to them
 * @param digest SHA-256 of the jar in hexadecimal
 */
public record BundleContent(byte[] jar, String digest) {
    /** The longest content that is read, in bytes. */
    public static final int LIMIT = 64 * 1024 * 1024;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    public BundleContent(byte[] jar) {
        this(jar, digest(jar));
    }

    /** Where a bundle is read: its name for errors, and its methods getEntryPaths and getEntry; this api knows no framework. */
    public record Source(
            String name,
            Function<String, @Nullable Enumeration<String>> paths,
            Function<String, @Nullable URL> entries) {}

    /** The content now; a bundle without a manifest or above {@link #LIMIT} bytes is refused. The bundle is not resolved by it. */
    public static BundleContent of(Source bundle) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        int left = collect(bundle, "/", entries, LIMIT);
        byte[] manifest = entries.remove(MANIFEST);
        if (manifest == null) throw new IOException(bundle.name() + " has no " + MANIFEST);
        ByteArrayOutputStream jar = new ByteArrayOutputStream(LIMIT - left + 1024);
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, MANIFEST, manifest);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) put(zip, entry.getKey(), entry.getValue());
        }
        return new BundleContent(jar.toByteArray());
    }

    /** Returns how many bytes may still come. Asks for paths, not for entries: those would resolve the bundle. */
    private static int collect(Source bundle, String folder, Map<String, byte[]> entries, int room) throws IOException {
        Enumeration<String> paths = bundle.paths().apply(folder);
        if (paths == null) return room;
        int left = room;
        for (String path : Collections.list(paths)) {
            if (path.endsWith("/")) {
                entries.put(path, new byte[0]);
                left = collect(bundle, path, entries, left);
                continue;
            }
            URL url = bundle.entries().apply(path);
            if (url == null) throw new IOException(bundle.name() + " lists " + path + " and does not have it");
            try (InputStream in = url.openStream()) {
                byte[] bytes = in.readNBytes(left + 1);
                left -= bytes.length;
                if (left < 0) throw new IOException(bundle.name() + " is longer than " + LIMIT + " bytes");
                entries.put(path, bytes);
            }
        }
        return left;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static String digest(byte[] jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
