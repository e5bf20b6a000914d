package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sees the cluster, or says that it is blind. While it is blind nothing is said of anything but the API server, and of that a
 * doubt, so that the loop finds fault with its own eyes and with nothing that they saw. Not safe for threads by itself.
 */
final class Eyes {
    /** A copy that is behind for a moment only makes nobody blind. */
    private static final Duration BLINK = Duration.ofSeconds(3);

    private final ApiServer server;
    private final Cluster cluster;
    private final Contact contact;
    private final Spells spells;
    private final Voice voice = new Voice();
    private List<Said> last = List.of();
    private Optional<Instant> dimmed = Optional.empty();
    private volatile Optional<String> blind = Optional.empty();

    Eyes(ApiServer server, Cluster cluster, Contact contact, Spells spells) {
        this.server = server;
        this.cluster = cluster;
        this.contact = contact;
        this.spells = spells;
    }

    /** Why nothing can be said of the cluster; empty when it can. */
    Optional<String> blind() {
        return blind;
    }

    /** What the elements are now and what is to be said; first the elements are told to {@code model}. */
    List<Observation> look(List<Element> watched, Consumer<List<Element>> model, Instant now) {
        Optional<String> trouble = contact.lost().or(cluster::trouble);
        if (trouble.isPresent()) return dark(trouble.get(), now);
        dimmed = Optional.empty();
        blind = Optional.empty();
        Picture picture = picture(watched, now);
        model.accept(picture.elements());
        last = picture.said();
        List<Said> all = new ArrayList<>(last);
        all.add(Said.state(
                Picture.API,
                Signals.CLUSTER_API_STATE,
                "answering",
                server.address().toString()));
        return voice.due(all, now).stream()
                .map(said -> said.at(now, KubernetesSensor.NAME))
                .toList();
    }

    private Picture picture(List<Element> watched, Instant now) {
        synchronized (spells) {
            spells.begin();
            Picture picture = new Picture(spells, now);
            for (Element element : watched) {
                Workload subject = (Workload) element.subject();
                cluster.seen(subject.namespace()).ifPresent(seen -> picture.add(element, subject, seen));
            }
            picture.addMachines(cluster.machines());
            spells.end();
            return picture;
        }
    }

    /** Nothing for a moment; then every state is unknown, and each time one doubt about the API server. */
    private List<Observation> dark(String why, Instant now) {
        if (dimmed.isEmpty()) dimmed = Optional.of(now);
        if (dimmed.get().plus(BLINK).isAfter(now) && blind.isEmpty()) return List.of();
        blind = Optional.of(why);
        synchronized (spells) {
            spells.begin(); // what lasted before may have ended unseen
            spells.end();
        }
        List<Said> unknown = last.stream()
                .filter(said -> Signals.HEALTHY_STATES.containsKey(said.signal()))
                .map(said -> Said.nothing(said.element(), said.signal(), "this loop is blind: " + why))
                .toList();
        List<Observation> all = new ArrayList<>(voice.due(unknown, now).stream()
                .map(said -> said.at(now, KubernetesSensor.NAME))
                .toList());
        all.add(doubt(Picture.API, why, now));
        return all;
    }

    static Observation doubt(ElementId id, String why, Instant now) {
        return new Observation(
                id,
                Signals.CLUSTER_API_STATE,
                new Reading.Absent(why),
                now,
                KubernetesSensor.NAME,
                Observation.Provenance.OBSERVED,
                Quality.DOUBTFUL,
                why);
    }
}
