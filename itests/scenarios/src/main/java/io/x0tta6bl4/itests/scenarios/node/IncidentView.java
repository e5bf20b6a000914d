package io.x0tta6bl4.itests.scenarios.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An incident as the console shows it.
 *
 * @param element the element it is about
 * @param state in the words of the product: OPEN, HELD, HEALING, WATCHED, RESOLVED, CLEARED, PAGED
 * @param cause kind of the best cause; none while there is none
 * @param explanation why that is the cause
 * @param suffering the elements that suffer from it
 * @param attempts actions begun for it
 */
public record IncidentView(
        String id,
        String element,
        String state,
        Optional<String> cause,
        String explanation,
        List<String> suffering,
        Instant opened,
        Instant changed,
        int attempts,
        String note) {
    public boolean in(String... states) {
        return List.of(states).contains(state);
    }

    /** One line for people. */
    public String words() {
        return id + " on " + element + ": " + cause.orElse("no cause yet") + ", " + state
                + (suffering.isEmpty() ? "" : ", explains " + String.join(", ", suffering));
    }
}
