package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.ServiceReference;

/** The change of a feature that is under observation, as an element. Looking at it is the business of who carries changes out. */
final class FeatureView {
    /** How long a look waits for features that are just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<FeatureChanges> changes = new HotReference<>("feature (changes)", GATE);

    void bind(ServiceReference<FeatureChanges> reference, FeatureChanges service) {
        changes.bind(reference, service);
    }

    void unbind(ServiceReference<FeatureChanges> reference) {
        changes.unbind(reference);
    }

    void close() {
        changes.close();
    }

    Optional<WatchedChange> watched() {
        return changes.callIfPresent(FeatureChanges::watched).flatMap(watched -> watched);
    }

    static Element element(WatchedChange watched) {
        return Element.discovered(id(watched), new Subject.Feature(watched.feature()), "feature", Set.of());
    }

    static ElementId id(WatchedChange watched) {
        return new ElementId("feature/" + watched.feature().replaceAll("[^A-Za-z0-9._/:@$-]", "_"));
    }

    /** What there is to say of this feature, at the time of the last look at it. */
    Observation read(ElementId element, String feature, Instant now, String sensor) {
        Optional<WatchedChange> found = watched().filter(w -> w.feature().equals(feature));
        if (found.isEmpty())
            return Observation.absent(
                    element, Signals.FEATURE_STATE, "its last change is no longer under observation", now, sensor);
        return switch (reading(found.get())) {
            case Reading.State s ->
                Observation.state(
                        element,
                        Signals.FEATURE_STATE,
                        s.value(),
                        s.detail(),
                        found.get().looked(),
                        sensor);
            case Reading.Absent a -> Observation.absent(element, Signals.FEATURE_STATE, a.reason(), now, sensor);
            case Reading.Measured m -> throw new IllegalStateException("a state was expected, not " + m);
        };
    }

    static Reading reading(WatchedChange watched) {
        String change = watched.takenBack()
                ? "taken back from " + watched.from() + " to " + named(watched.to())
                : "changed from " + named(watched.from()) + " to " + watched.to();
        return switch (watched.standing()) {
            case SERVING -> new Reading.State("serving", change);
            case DOUBTFUL -> new Reading.Absent(change + "; being looked at again: " + watched.words());
            case WORSE ->
                watched.byNode() && !watched.takenBack()
                        ? new Reading.Absent(change + "; the node takes it back by its own hand: " + watched.words())
                        : new Reading.State("worse", change + ": " + watched.words());
        };
    }

    private static String named(String id) {
        return id.isEmpty() ? "nothing" : id;
    }
}
