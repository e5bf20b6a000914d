package io.x0tta6bl4.analyze.api;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one incident: who calls whom, and what was measured before and since. Absent values are NaN.
 *
 * @param nodes all nodes, also those nobody calls and nothing was measured of
 * @param calls who calls whom; may hold circles
 * @param tracks what was measured; all on the same rows of time
 * @param alert what was complained of, where that is known
 * @param contiguous whether the rows before run up to the rows since, without a hole
 * @param traffic spans and log lines, where there are any
 */
public record Scene(
        Set<String> nodes,
        Set<Call> calls,
        List<Track> tracks,
        Optional<Alert> alert,
        boolean contiguous,
        Traffic traffic) {

    /** One node calls another. */
    public record Call(String caller, String callee) {}

    /**
     * The complaint.
     *
     * @param node who shows it
     * @param measure what is abnormal of it
     * @param statistic which statistic of it, as the source names it; may be empty
     */
    public record Alert(String node, Measure measure, String statistic) {}

    /** What a track measures; it says in which direction it turns bad and whether it can be inherited from a callee. */
    public enum Measure {
        /** How long calls it serves take. Up is bad; inherited. */
        SERVING_LATENCY,
        /** How long calls it makes take, network included. Up is bad; inherited. */
        CALLING_LATENCY,
        /** Share of calls it serves that fail, 0 to 1. Up is bad; inherited. */
        FAILURES,
        /** Calls it serves in a row of time. */
        CALLS,
        /** How much of a resource of its own is used. Up is bad; its own. */
        UTILISATION,
        /** Any other number, bad in no known direction. */
        ACTIVITY
    }

    /**
     * One measured signal of a node, row by row.
     *
     * @param node who was measured
     * @param peer the other end of the call, for latencies measured by pair
     * @param measure what is measured
     * @param name signal and statistic as the source names them
     * @param before the normal time, oldest first
     * @param since the time of the incident, oldest first
     */
    public record Track(
            String node, Optional<String> peer, Measure measure, String name, double[] before, double[] since) {
        public Track {
            before = before.clone();
            since = since.clone();
        }

        @Override
        public double[] before() {
            return before.clone();
        }

        @Override
        public double[] since() {
            return since.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Track t
                    && node.equals(t.node)
                    && peer.equals(t.peer)
                    && measure == t.measure
                    && name.equals(t.name)
                    && java.util.Arrays.equals(before, t.before)
                    && java.util.Arrays.equals(since, t.since);
        }

        @Override
        public int hashCode() {
            return Objects.hash(node, peer, measure, name, java.util.Arrays.hashCode(since));
        }
    }

    /**
     * One timed piece of a request.
     *
     * @param trace the request
     * @param id unique in the request
     * @param parent the piece that called it; empty at the root
     * @param node who did it
     * @param operation what was done
     * @param micros how long it took
     * @param failed whether it ended in an error
     */
    public record Span(
            String trace, String id, String parent, String node, String operation, long micros, boolean failed) {}

    /** One line a node logged. */
    public record Line(String node, String text) {}

    /** Spans and log lines of the normal time and of the incident. */
    public record Traffic(
            List<Span> spansBefore, List<Span> spansSince, List<Line> linesBefore, List<Line> linesSince) {
        public Traffic {
            spansBefore = List.copyOf(spansBefore);
            spansSince = List.copyOf(spansSince);
            linesBefore = List.copyOf(linesBefore);
            linesSince = List.copyOf(linesSince);
        }

        public static Traffic none() {
            return new Traffic(List.of(), List.of(), List.of(), List.of());
        }
    }

    public Scene {
        nodes = Set.copyOf(nodes);
        calls = Set.copyOf(calls);
        tracks = List.copyOf(tracks);
        Set<Integer> before = new HashSet<>();
        Set<Integer> since = new HashSet<>();
        for (Track track : tracks) {
            before.add(track.before.length);
            since.add(track.since.length);
        }
        if (before.size() > 1 || since.size() > 1)
            throw new IllegalArgumentException("all tracks of a scene have the same rows, found " + before + " rows"
                    + " before and " + since + " since");
    }
}
