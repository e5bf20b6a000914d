package io.x0tta6bl4.itests.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page that names, for each rule of a standard, the tests that show it: a row whose test is gone shows nothing any more. */
final class Musts {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| *[0-9][^|]*\\|[^|]*\\|([^|]*)\\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b");

    private Musts() {}

    /** The cells that name tests, of every row that begins with the number of a section. */
    static List<String> rows(String page) {
        return ROW.matcher(page).results().map(row -> row.group(1)).toList();
    }

    /** What is wrong with a page. */
    static List<String> broken(String page, List<Path> sources) {
        Map<String, Path> classes = sources.stream()
                .collect(Collectors.toMap(
                        path -> path.getFileName().toString().replace(".java", ""), path -> path, (one, other) -> one));
        List<String> wrong = new ArrayList<>();
        for (String row : rows(page)) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            if (named.isEmpty()) wrong.add("a row names no test: " + row.strip());
            for (MatchResult test : named)
                if (Optional.ofNullable(classes.get(test.group(1)))
                        .filter(source -> there(source, test.group(2)))
                        .isEmpty())
                    wrong.add("there is no test " + test.group(1) + "." + test.group(2)
                            + "; name the one that shows the rule now, or write it");
        }
        return wrong;
    }

    private static boolean there(Path source, String method) {
        String text = House.read(source);
        int at = Pattern.compile("(?m)^    \\S+ " + method + "\\(")
                .matcher(text)
                .results()
                .map(MatchResult::start)
                .findFirst()
                .orElse(-1);
        // Its annotations stand between the blank line before it and its name.
        String before = at < 0 ? "" : text.substring(Math.max(0, text.lastIndexOf("\n\n", at)), at);
        return TEST.matcher(before).find() && !before.contains("@Disabled");
    }
}
