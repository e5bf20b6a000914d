package io.x0tta6bl4.ml.provider.onnxruntime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The library on disk, in a folder named by its digest: a new path costs the process a mapping of 28 MB for good, an old one
 * costs nothing, so every update of this bundle has to meet the path of the one before.
 */
final class NativeLibrary {
    private static final String RESOURCE = "/ai/onnxruntime/native/%s/libonnxruntime.so";

    private NativeLibrary() {}

    /** Puts the library for this machine below a directory, unless it is there. */
    static Path in(Path directory) throws IOException {
        return in(directory, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Path in(Path directory, String system, String processor) throws IOException {
        String platform = platform(system, processor);
        try (@Nullable InputStream found = NativeLibrary.class.getResourceAsStream(String.format(RESOURCE, platform))) {
            if (found == null)
                throw new IOException("ONNX Runtime's library for " + platform
                        + " is not in this bundle, which has it for linux-x64 only; no model runs on this machine");
            return placed(directory, found);
        }
    }

    private static Path placed(Path directory, InputStream content) throws IOException {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, "libonnxruntime", ".part");
        try {
            DigestInputStream digested = new DigestInputStream(content, Digests.sha256());
            Files.copy(digested, part, StandardCopyOption.REPLACE_EXISTING);
            String digest = Digests.hex(digested.getMessageDigest());
            Path file = directory.resolve(digest).resolve("libonnxruntime.so");
            if (!Files.isRegularFile(file) || !Digests.of(file).equals(digest)) {
                Files.createDirectories(file.getParent());
                // a new file, never the old one rewritten: the old one may be mapped
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String platform(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT).startsWith("linux") ? "linux" : system.replace(' ', '-');
        return name + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }
}
