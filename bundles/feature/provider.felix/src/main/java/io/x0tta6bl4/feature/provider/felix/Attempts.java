package io.x0tta6bl4.feature.provider.felix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Steps that are each tried, whatever became of those before, within one limit for all; remembers what could not be done. */
final class Attempts {
    private final List<String> left = new ArrayList<>();
    private final Deadline limit;

    Attempts(Duration limit) {
        this.limit = Deadline.in(limit);
    }

    interface Step {
        void run() throws Exception;
    }

    void of(String what, Step step) {
        try {
            limit.run(what, () -> {
                step.run();
                return null;
            });
        } catch (ChangeFailed e) {
            left("could not " + e.getMessage());
        }
    }

    void left(String what) {
        left.add(what);
    }

    List<String> left() {
        return List.copyOf(left);
    }

    Deadline limit() {
        return limit;
    }
}
