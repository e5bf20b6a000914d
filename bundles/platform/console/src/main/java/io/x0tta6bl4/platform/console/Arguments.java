package io.x0tta6bl4.platform.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of one command.
 *
 * @param words what is no option
 * @param options the options given, with their dashes
 */
record Arguments(List<String> words, Set<String> options) {
    static final String HELP = "--help";
    static final String JSON = "--json";

    /**
     * What a command takes: the text of its help, whose first line shows its form, the options it knows beside
     * {@code --help}, and how many words. An option that ends in {@code =} takes a value.
     */
    record Usage(String help, Set<String> options, int fewest, int most) {
        static Usage of(int fewest, int most, Set<String> options, String... lines) {
            return new Usage(String.join("\n", lines) + "\n  --help   this text", options, fewest, most);
        }

        boolean knows(String argument) {
            return options.contains(argument)
                    || options.stream().anyMatch(o -> o.endsWith("=") && argument.startsWith(o));
        }

        String form() {
            return help.lines().findFirst().orElseThrow();
        }
    }

    static Arguments parse(Usage usage, String[] given) {
        List<String> words = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String argument : given) {
            if (!argument.startsWith("--")) words.add(argument);
            else if (argument.equals(HELP) || usage.knows(argument)) options.add(argument);
            else throw new CommandFailed("'" + argument + "' is no option here; use " + usage.form() + ", or --help");
        }
        Arguments arguments = new Arguments(List.copyOf(words), Set.copyOf(options));
        if (!arguments.help() && (words.size() < usage.fewest() || words.size() > usage.most()))
            throw new CommandFailed("got " + (words.isEmpty() ? "nothing" : words) + "; use " + usage.form());
        return arguments;
    }

    boolean help() {
        return options.contains(HELP);
    }

    boolean json() {
        return options.contains(JSON);
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /** The value of an option such as {@code --deadline=}. */
    Optional<String> value(String option) {
        return options.stream()
                .filter(o -> o.startsWith(option))
                .map(o -> o.substring(option.length()))
                .findFirst();
    }

    String word(int index) {
        return words.get(index);
    }
}
