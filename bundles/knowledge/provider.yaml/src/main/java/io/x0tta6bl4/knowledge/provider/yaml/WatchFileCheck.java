package io.x0tta6bl4.knowledge.provider.yaml;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Checks a watch file without a node: {@code WatchFileCheck FILE}. Needs this bundle, {@code knowledge.api} and
 * {@code snakeyaml-engine} on the class path, nothing else.
 *
 * <p>Exit code 0: the file is right (warnings are printed); 2: it is refused, or no file was given.
 */
public final class WatchFileCheck {
    private WatchFileCheck() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Checks without ending the virtual machine; returns the exit code. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length != 1) {
            err.println("which file? give one path: WatchFileCheck FILE");
            return 2;
        }
        try {
            WatchFile file = WatchFileReader.read(Path.of(arguments[0]));
            for (Problem warning : file.warnings()) err.println("warning: " + warning.in(arguments[0]));
            out.println(arguments[0] + ": right, " + file.elements().size() + " elements");
            return 0;
        } catch (WatchFileRefused | InvalidPathException e) {
            err.println(e.getMessage());
            return 2;
        }
    }
}
