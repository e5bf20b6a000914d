package io.x0tta6bl4.feature.api;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Exactly what a change would do.
 *
 * @param kind what was asked for
 * @param feature its short name
 * @param from id of the feature that goes, empty when none does
 * @param to id of the feature that comes, empty when none does
 * @param signer who signed what comes, or why nobody had to, as words
 * @param steps what happens to bundles, in order; a bundle that is not named here is not touched
 * @param blinks components and services that are away for a moment, or served by another one
 * @param configurations PIDs that are written or deleted, with the word {@code write} or {@code delete} before
 * @param obstacles why the change cannot be made, all of them; empty when it can
 * @param notes what is worth knowing, and no obstacle
 */
public record ChangePlan(
        ChangeRequest.Kind kind,
        String feature,
        String from,
        String to,
        String signer,
        List<Step> steps,
        List<Blink> blinks,
        List<String> configurations,
        List<String> obstacles,
        List<String> notes) {

    /** What happens to a bundle. */
    public enum Act {
        INSTALL,
        START,
        /** Stopped, wired anew and started, since what it is wired to goes. */
        REFRESH,
        STOP,
        UNINSTALL
    }

    /** One step: what happens to which bundle, and why. */
    public record Step(Act act, String symbolicName, String version, String coordinates, String why) {}

    /**
     * Something that callers may notice.
     *
     * @param what a service interface or the name of a component
     * @param bundle the symbolic name of the bundle it is in
     * @param how what happens to it, as words
     * @param longestWaitMillis the longest a call may have to wait: 0 when the new one serves before the old one goes, else
     *     the deadline of the change
     */
    public record Blink(String what, String bundle, String how, long longestWaitMillis) {}

    public ChangePlan {
        steps = List.copyOf(steps);
        blinks = List.copyOf(blinks);
        configurations = List.copyOf(configurations);
        obstacles = List.copyOf(obstacles);
        notes = List.copyOf(notes);
    }

    /** Whether the change can be made. */
    public boolean possible() {
        return obstacles.isEmpty();
    }

    /** Symbolic names of the bundles that the change touches. */
    public Set<String> touched() {
        Set<String> names = new TreeSet<>();
        steps.forEach(step -> names.add(step.symbolicName()));
        return names;
    }
}
