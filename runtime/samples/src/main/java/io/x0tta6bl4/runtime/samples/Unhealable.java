package io.x0tta6bl4.runtime.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * A service that no restart heals. {@code --mode answers-500} (the default) binds its port and answers 500 to everything;
 * {@code --mode exits} ends at once with code 1, for ever, or for the first {@code --times} starts, which it counts in
 * {@code --count-file}, and serves 200 {@code ok} from then on.
 */
public final class Unhealable {
    private static final Set<String> KNOWN = Set.of("port", "mode", "times", "count-file");

    private Unhealable() {}

    public static void main(String[] args) throws IOException {
        try {
            run(new Arguments(KNOWN, args));
        } catch (Arguments.Wrong e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Arguments arguments) throws IOException {
        int port = arguments.number("port", 1, 65_535, "");
        String mode = arguments.find("mode").orElse("answers-500");
        if (mode.equals("exits")) {
            if (exits(arguments)) {
                System.err.println("ends at once, as it was told");
                System.exit(1);
            }
            serve(port, new Http.Answer(200, "ok"));
        } else if (mode.equals("answers-500")) serve(port, new Http.Answer(500, "broken for good\n"));
        else throw new Arguments.Wrong("--mode: found '" + mode + "', need answers-500 or exits");
    }

    private static boolean exits(Arguments arguments) throws IOException {
        if (arguments.find("times").isEmpty()) return true;
        int times = arguments.number("times", 0, Integer.MAX_VALUE, "");
        Path file = Path.of(arguments.require("count-file"));
        int starts =
                Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        Files.writeString(file, Integer.toString(starts + 1));
        return starts < times;
    }

    private static void serve(int port, Http.Answer always) throws IOException {
        Http.serve(port, Executors.newFixedThreadPool(2), path -> always);
        System.out.println("serves on 127.0.0.1:" + port + ", always " + always.status());
    }
}
