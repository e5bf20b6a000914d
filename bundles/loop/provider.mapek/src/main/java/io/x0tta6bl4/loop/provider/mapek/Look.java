package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.util.List;
import java.util.Set;

/**
 * What a fresh look at one element says.
 *
 * @param verdict the conclusion
 * @param why the observation it rests on, in words
 */
record Look(Verdict verdict, String why) {

    /** The conclusion of a look. */
    enum Verdict {
        /** At least one state was read, and all that were read are healthy. */
        HEALTHY,
        /** At least one state is not healthy. */
        SICK,
        /** Sensors contradict one another, or cannot be true. */
        DOUBTFUL,
        /** Nothing that speaks about health was read. */
        BLIND
    }

    /** Like {@link #at(List)}, and a process that ended and is not to run again is as it should be. */
    static Look at(Element element, List<Observation> seen) {
        if (element.subject() instanceof Subject.Process process)
            for (Observation observation : seen)
                if (observation.signal().equals(Signals.PROCESS_STATE)
                        && observation.reading() instanceof Reading.State(String state, String detail)
                        && state.equals("exited")
                        && !process.restart().again(detail))
                    return new Look(Verdict.HEALTHY, "it ended, and is not to run again: " + detail);
        return at(seen);
    }

    static Look at(List<Observation> seen) {
        Look doubtful = null;
        Look healthy = null;
        Look sick = null;
        String absent = "no sensor said anything about its state";
        for (Observation observation : seen) {
            Set<String> good = Signals.HEALTHY_STATES.get(observation.signal());
            if (good != null && observation.reading() instanceof Reading.Absent(String reason))
                absent = observation.signal() + " is not known: " + reason;
            if (good == null || !(observation.reading() instanceof Reading.State state)) continue;
            String words = observation.signal() + " is " + state.value()
                    + (state.detail().isEmpty() ? "" : " (" + state.detail() + ")");
            if (observation.quality() == Quality.DOUBTFUL)
                doubtful = new Look(Verdict.DOUBTFUL, words + ", in doubt: " + observation.doubt());
            else if (!good.contains(state.value())) {
                // the end of a process explains all else, so it is the reason that is told
                if (sick == null || observation.signal().equals(Signals.PROCESS_STATE))
                    sick = new Look(Verdict.SICK, words);
            } else healthy = new Look(Verdict.HEALTHY, words);
        }
        if (contradiction(seen))
            return new Look(
                    Verdict.DOUBTFUL,
                    "the process is said to have ended, yet it answers (does it go into the background?)");
        if (sick != null) return sick;
        if (doubtful != null) return doubtful;
        return healthy != null ? healthy : new Look(Verdict.BLIND, absent);
    }

    /** A process that has ended cannot answer its probes: one of the two sensors is wrong. */
    private static boolean contradiction(List<Observation> seen) {
        boolean ended = seen.stream().anyMatch(o -> o.signal().equals(Signals.PROCESS_STATE) && o.says("exited"));
        boolean answers = seen.stream().anyMatch(o -> o.says("healthy") && o.quality() == Quality.GOOD);
        return ended && answers;
    }

    boolean is(Verdict expected) {
        return verdict == expected;
    }
}
