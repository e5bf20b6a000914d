package io.x0tta6bl4.itests.scenarios.walk;

import java.util.List;

/**
 * A watch file with one thing wrong.
 *
 * @param what is wrong with it
 * @param line where, from 1
 */
record WrongFile(String what, String text, int line) {
    /** Several, each made from a right one. */
    static List<WrongFile> all(String good) {
        return List.of(
                changed("an unknown key", good, "      command:", "      comand:", 0),
                changed("a wrong unit", good, "every: 500ms", "every: 500 parsecs", 0),
                changed(
                        "a missing command",
                        good,
                        "    process:\n      command:",
                        "    process:\n      restart: always #",
                        1),
                changed("a port out of range", good, "http://127.0.0.1:", "http://127.0.0.1:99", 0),
                changed("an element twice", good, "pages:", "  store:\n    host: {}\npages:", 0),
                changed("a dependency on nobody", good, "depends-on: [store]", "depends-on: [stroe]", 0));
    }

    private static WrongFile changed(String what, String good, String from, String to, int further) {
        int at = good.indexOf(from);
        if (at < 0) throw new IllegalArgumentException("the right file has no '" + from + "'");
        String text = good.substring(0, at) + to + good.substring(at + from.length());
        int line = (int) good.substring(0, at).lines().count() + (good.charAt(at - 1) == '\n' ? 1 : 0);
        return new WrongFile(what, text, line + further);
    }
}
