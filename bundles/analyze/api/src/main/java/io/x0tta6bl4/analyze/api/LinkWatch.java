package io.x0tta6bl4.analyze.api;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Judges links by the silence since their last heartbeat. It knows no clock: time is what the calls say, and never goes back.
 * What it says of a moment depends on nothing that came later. Not for several threads at once.
 */
@ProviderType
public interface LinkWatch {

    /**
     * What changed about a link.
     *
     * @param link the link
     * @param suspected whether its far end is held for dead from now on, or no longer
     * @param at since when
     * @param reason for people, with the numbers
     */
    record Change(String link, boolean suspected, Instant at, String reason) {}

    /**
     * A heartbeat arrived.
     *
     * @param at not before the call before
     * @return what changed up to then, in order of time
     * @throws IllegalArgumentException when time goes back, or when there are too many links
     */
    List<Change> arrival(String link, Instant at);

    /** Time has come this far without another heartbeat; says what changed. */
    List<Change> advance(Instant to);

    /** Forgets a link that was taken away. */
    void forget(String link);
}
