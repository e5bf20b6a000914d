package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.util.List;

/**
 * Whether an incident of an element may end: with evidence of health, because nothing speaks against it any more, or not yet.
 *
 * @param verdict the conclusion
 * @param why what it rests on, in words
 */
record Calm(Verdict verdict, String why) {

    /** The conclusion. */
    enum Verdict {
        /** A symptom holds. */
        SYMPTOMS,
        /** Its states were read and are healthy. */
        HEALTHY,
        /** It has no symptom and is not expected to show a state: an operator stopped it, or it is only measured. */
        QUIET,
        /** No symptom holds, and yet nothing says that it is well. */
        UNPROVEN
    }

    static Calm of(Element element, List<Observation> seen, boolean symptomatic) {
        if (symptomatic) return new Calm(Verdict.SYMPTOMS, "symptoms hold");
        Look look = Look.at(element, seen);
        if (look.is(Look.Verdict.HEALTHY)) return new Calm(Verdict.HEALTHY, look.why());
        if (seen.stream().anyMatch(Calm::stopped)) return new Calm(Verdict.QUIET, "an operator stopped it");
        if (look.is(Look.Verdict.BLIND) && seen.stream().anyMatch(Calm::measured))
            return new Calm(Verdict.QUIET, "what is measured of it is within its limits");
        return new Calm(Verdict.UNPROVEN, look.why());
    }

    private static boolean stopped(Observation observation) {
        return observation.signal().equals(Signals.PROCESS_STATE)
                && observation.reading() instanceof Reading.State(String value, String detail)
                && value.equals("never-started")
                && detail.startsWith("stopped by operator");
    }

    private static boolean measured(Observation observation) {
        return observation.reading() instanceof Reading.Measured && observation.quality() == Quality.GOOD;
    }

    boolean is(Verdict expected) {
        return verdict == expected;
    }

    boolean well() {
        return verdict == Verdict.HEALTHY || verdict == Verdict.QUIET;
    }
}
