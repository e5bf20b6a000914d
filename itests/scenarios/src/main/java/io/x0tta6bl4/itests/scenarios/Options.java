package io.x0tta6bl4.itests.scenarios;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A name and options with a whole number each, as the drivers take them. */
final class Options {
    private final String name;
    private final String words;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param known the options that are allowed; anything else is refused in words */
    Options(String[] arguments, List<String> known) {
        if (arguments.length == 0) throw new IllegalArgumentException("a name is missing");
        name = arguments[0];
        words = String.join(" ", arguments);
        for (int i = 1; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i]))
                throw new IllegalArgumentException(
                        "unknown option " + arguments[i] + "; allowed: " + String.join(", ", known));
            if (i + 1 == arguments.length) throw new IllegalArgumentException(arguments[i] + " needs a number");
            values.put(arguments[i], arguments[i + 1]);
        }
    }

    String name() {
        return name;
    }

    /** The arguments as they were given. */
    String words() {
        return words;
    }

    int number(String option, int fallback, int least, int most) {
        String text = values.get(option);
        if (text == null) return fallback;
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // told below, with what is allowed
        }
        throw new IllegalArgumentException(
                option + ": found " + text + "; allowed: a whole number from " + least + " to " + most);
    }
}
