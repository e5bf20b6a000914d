package io.x0tta6bl4.itests.scenarios.node;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bundle as Felix's own {@code lb -s} lists it. */
public record BundleLine(long id, String state, String symbolicName, String version) {
    private static final Pattern FORM =
            Pattern.compile("\\s*(\\d+)\\s*\\|\\s*(\\w+)\\s*\\|\\s*\\d+\\s*\\|\\s*(\\S+)\\s*\\(([^)]*)\\).*");

    /** Reads the whole table; lines of another form are headings. */
    public static List<BundleLine> table(String text) {
        return text.lines()
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(m -> new BundleLine(Long.parseLong(m.group(1)), m.group(2), m.group(3), m.group(4)))
                .toList();
    }
}
