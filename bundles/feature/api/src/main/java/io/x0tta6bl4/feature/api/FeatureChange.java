package io.x0tta6bl4.feature.api;

import java.time.Instant;

/**
 * A change that was made, refused half-way or found interrupted.
 *
 * @param generation the number of what the node consisted of afterwards
 * @param at when it ended
 * @param kind what was asked for
 * @param feature short name
 * @param from id before, empty when it was not there
 * @param to id afterwards, empty when it is not there
 * @param ended {@code applied}, {@code taken back}, {@code interrupted: old state} or {@code interrupted: new state}
 * @param who asked for it
 * @param why the reason that was given, or why it was taken back
 */
public record FeatureChange(
        long generation,
        Instant at,
        ChangeRequest.Kind kind,
        String feature,
        String from,
        String to,
        String ended,
        String who,
        String why) {}
