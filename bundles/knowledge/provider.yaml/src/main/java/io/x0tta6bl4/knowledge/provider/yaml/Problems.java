package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.ArrayList;
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

    List<Problem> errors() {
        return errors.stream().sorted(BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
