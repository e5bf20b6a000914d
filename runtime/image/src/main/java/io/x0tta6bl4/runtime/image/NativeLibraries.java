package io.x0tta6bl4.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C library that a Java runtime is linked against: of the machine that makes the image, as its loader finds it. So an
 * image needs no base from a registry, and its runtime has the very library it was tried with here.
 */
final class NativeLibraries {
    private static final Pattern FOUND = Pattern.compile("(?:^|=>)\\s*(/\\S+)\\s+\\(0x", Pattern.MULTILINE);
    private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");

    private NativeLibraries() {}

    /** Files by the path that the loader looks for them in the image. */
    static SortedMap<String, Path> of(Path runtime) throws IOException, InterruptedException, Refused {
        SortedMap<String, Path> found = new TreeMap<>();
        try (var files = Files.walk(runtime)) {
            for (Path file : files.filter(NativeLibraries::isNative).sorted().toList())
                found.putAll(neededBy(file, runtime));
        }
        if (found.isEmpty()) throw new Refused("nothing in " + runtime + " names the C library it needs");
        return found;
    }

    private static boolean isNative(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".so") || file.getParent().endsWith("bin"));
    }

    /** The runtime loads some of its libraries itself before those that need them. */
    private static boolean within(Path runtime, String name) throws IOException {
        try (var files = Files.walk(runtime)) {
            return files.anyMatch(file -> file.endsWith(name));
        }
    }

    private static Map<String, Path> neededBy(Path file, Path runtime)
            throws IOException, InterruptedException, Refused {
        String said = Program.run(runtime, Map.of("LC_ALL", "C"), List.of("ldd", file.toString()));
        Matcher missing = MISSING.matcher(said);
        while (missing.find())
            if (!within(runtime, missing.group(1)))
                throw new Refused(file + " needs " + missing.group(1) + ", which is not on this machine");
        Map<String, Path> found = new TreeMap<>();
        Matcher each = FOUND.matcher(said);
        while (each.find()) {
            Path library = Path.of(each.group(1)).normalize();
            if (!library.startsWith(runtime)) found.put(library.toString(), library.toRealPath());
        }
        return found;
    }
}
