package io.x0tta6bl4.execute.provider.osgi;

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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/**
 * Reads a bundle back as a jar that the framework takes again, whatever it was installed from and however it is stored.
 *
 * <p>The same entries always give the same bytes: manifest first, then by name, fixed times, nothing compressed. So a digest
 * names the content, not the way it was packed.
 */
final class BundleContent {
    /** A jar may not be longer than a baseline may be. */
    static final int LIMIT = 64 * 1024 * 1024;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private BundleContent() {}

    /** The content now; a bundle without a manifest or above {@link #LIMIT} bytes is refused. */
    static byte[] of(Bundle bundle) throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        long size = collect(bundle, "/", entries, 0);
        byte[] manifest = entries.remove(MANIFEST);
        if (manifest == null) throw new IOException(bundle + " has no " + MANIFEST);
        ByteArrayOutputStream jar = new ByteArrayOutputStream((int) size + 1024);
        try (ZipOutputStream zip = new ZipOutputStream(jar)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, MANIFEST, manifest);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) put(zip, entry.getKey(), entry.getValue());
        }
        return jar.toByteArray();
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static long collect(Bundle bundle, String folder, Map<String, byte[]> entries, long before)
            throws IOException {
        long size = before;
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        if (paths == null) return size;
        for (String path : Collections.list(paths)) {
            if (path.endsWith("/")) {
                entries.put(path, new byte[0]);
                size = collect(bundle, path, entries, size);
                continue;
            }
            URL url = bundle.getEntry(path);
            if (url == null) throw new IOException(bundle + " lists " + path + " and does not have it");
            try (InputStream in = url.openStream()) {
                byte[] bytes = in.readNBytes(LIMIT);
                size += bytes.length;
                if (size >= LIMIT) throw new IOException(bundle + " is longer than " + LIMIT + " bytes");
                entries.put(path, bytes);
            }
        }
        return size;
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
}
