package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong (the file is refused) and what is doubtful (it is said, and the file is taken). */
final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::place);

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void error(Place place, String text) {
        errors.add(new Problem(place, text));
    }

    void warn(Place place, String text) {
        warnings.add(new Problem(place, text));
    }

    int errorCount() {
        return errors.size();
    }

    boolean none() {
        return errors.isEmpty();
    }

    /** A suggestion, as long as there are few problems: with many nobody reads them all, and searching takes its time. */
    String hint(String word, Collection<String> allowed) {
        return errors.size() + warnings.size() < 2 * WatchFileRefused.LIMIT ? Suggestion.hint(word, allowed) : "";
    }

    List<Problem> errors() {
        return errors.stream().sorted(BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
