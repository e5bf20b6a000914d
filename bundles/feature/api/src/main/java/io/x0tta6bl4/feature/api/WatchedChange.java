package io.x0tta6bl4.feature.api;

import java.time.Instant;
import java.util.Set;

/**
 * A change under observation: what came with it, and whether that serves.
 *
 * @param feature short name
 * @param from id before the change, empty when the feature was not there
 * @param to id since the change, empty when the feature is not there any more
 * @param bundles symbolic names of the bundles that are looked at; one that an operator stopped is not among them
 * @param standing how it serves
 * @param words what is wrong, or that the change was taken back; may be empty
 * @param looked when it was looked at last
 * @param takenBack whether this is the way back from a change that turned out bad
 * @param byNode whether the node takes it back by its own hand, since the loop cannot: there is no loop, or what came is a
 *     part of it; nobody else is to take it back then
 */
public record WatchedChange(
        String feature,
        String from,
        String to,
        Set<String> bundles,
        Standing standing,
        String words,
        Instant looked,
        boolean takenBack,
        boolean byNode) {

    /** How it serves. */
    public enum Standing {
        /** Nothing was wrong at the last look. */
        SERVING,
        /** Something was wrong at the last look, which is not yet a finding. */
        DOUBTFUL,
        /** Something was wrong at several looks in a row. */
        WORSE
    }

    public WatchedChange {
        bundles = Set.copyOf(bundles);
    }
}
