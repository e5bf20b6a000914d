package io.x0tta6bl4.replay.api;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a replay: one input and options with a value each ({@code --out FILE} or {@code --out=FILE}).
 *
 * @param input the file or directory to replay
 * @param options values by name, without the dashes
 */
public record ReplayWords(Path input, Map<String, String> options) {

    public ReplayWords {
        options = Map.copyOf(options);
    }

    /** Reads words; throws {@link IllegalArgumentException} in words for people. */
    public static ReplayWords parse(List<String> words, Set<String> known) {
        Path input = null;
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                if (input != null) throw new IllegalArgumentException("one input at a time, found also '" + word + "'");
                input = Path.of(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            if (!known.contains(name))
                throw new IllegalArgumentException("there is no option --" + name + "; there are: " + dashed(known));
            if (equals < 0 && i + 1 == words.size()) throw new IllegalArgumentException("--" + name + " needs a value");
            String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
            if (value.isBlank()) throw new IllegalArgumentException("--" + name + " needs a value");
            if (options.put(name, value) != null) throw new IllegalArgumentException("--" + name + " is there twice");
        }
        if (input == null) throw new IllegalArgumentException("a replay needs its input: a file or a directory");
        return new ReplayWords(input.toAbsolutePath().normalize(), options);
    }

    /** Refuses an option of other kinds of replay by saying why it means nothing to this one. */
    public static void refuse(List<String> words, String option, String why) {
        if (words.stream().anyMatch(word -> word.equals("--" + option) || word.startsWith("--" + option + "=")))
            throw new IllegalArgumentException("--" + option + " means nothing here: " + why);
    }

    private static String dashed(Set<String> known) {
        return "--" + String.join(", --", known.stream().sorted().toList());
    }

    /** The file to write the answers to. */
    public Path out() {
        return file("out").orElseThrow(() -> new IllegalArgumentException("a replay needs --out FILE"));
    }

    /** A file that an option names. */
    public Optional<Path> file(String option) {
        return Optional.ofNullable(options.get(option))
                .map(value -> Path.of(value).toAbsolutePath().normalize());
    }
}
