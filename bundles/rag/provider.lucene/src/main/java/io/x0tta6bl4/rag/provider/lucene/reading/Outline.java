package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.ArrayList;
import java.util.List;

/** The headings above the place where a reader is. */
final class Outline {
    private static final int DEEPEST = 6;
    private final List<String> headings = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();
    private String title = "";

    /** A heading of a level, 1 outermost, begins here. */
    void heading(int level, String text) {
        while (!levels.isEmpty() && (levels.getLast() >= level || levels.size() >= DEEPEST)) {
            levels.removeLast();
            headings.removeLast();
        }
        levels.add(level);
        headings.add(text.strip());
        if (title.isEmpty() && level == 1) title = text.strip();
    }

    String path() {
        return String.join(" > ", headings);
    }

    /** The first outermost heading. */
    String title() {
        return title;
    }
}
