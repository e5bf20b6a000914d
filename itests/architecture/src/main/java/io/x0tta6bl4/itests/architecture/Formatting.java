package io.x0tta6bl4.itests.architecture;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The one format of Java sources: palantir-java-format, imports sorted and cleared of what is not used. */
public final class Formatting {
    private static final String VERSION = "palantir 2.103.0";

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());
    private final Path memory;
    private final Set<String> right = ConcurrentHashMap.newKeySet();

    /** @param memory where digests of right sources are kept, so that an unchanged source is not looked at again */
    public Formatting(Path memory) {
        this.memory = memory;
        if (Files.exists(memory)) right.addAll(House.read(memory).lines().toList());
    }

    /** The sources that are not in the one format, or cannot be read as Java. */
    public List<Path> wrong(List<Path> sources) {
        List<Path> wrong =
                sources.parallelStream().filter(source -> !isRight(source)).toList();
        try {
            Files.createDirectories(memory.toAbsolutePath().getParent());
            Files.write(memory, right.stream().sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrong;
    }

    private boolean isRight(Path source) {
        String text = House.read(source);
        String digest = digest(text);
        if (right.contains(digest)) return true;
        boolean same = text.equals(format(source, text));
        if (same) right.add(digest);
        return same;
    }

    /** The source as it should be. */
    public String format(Path source, String text) {
        try {
            return formatter.formatSourceAndFixImports(text);
        } catch (FormatterException e) {
            throw new IllegalArgumentException(source + " cannot be read as Java: " + e.getMessage(), e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] bytes = (VERSION + text).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
