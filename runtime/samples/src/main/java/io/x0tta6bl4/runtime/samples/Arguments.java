package io.x0tta6bl4.runtime.samples;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arguments of the form {@code --name value}. */
final class Arguments {
    /** Wrong arguments, in words for people. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private final Map<String, String> values = new HashMap<>();

    Arguments(Set<String> known, String... args) {
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!known.contains(name))
                throw new Wrong("unknown argument " + args[i] + "; known are --" + String.join(", --", known));
            if (i + 1 == args.length) throw new Wrong("no value after " + args[i]);
            values.put(name, args[i + 1]);
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String require(String name) {
        return find(name).orElseThrow(() -> new Wrong("--" + name + " is missing"));
    }

    int number(String name, int low, int high, String otherwise) {
        String value = find(name).orElse(otherwise);
        try {
            int number = Integer.parseInt(value);
            if (number >= low && number <= high) return number;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Wrong("--" + name + ": found '" + value + "', need a whole number from " + low + " to " + high);
    }
}
