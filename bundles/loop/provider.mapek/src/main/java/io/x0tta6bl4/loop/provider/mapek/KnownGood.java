package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the configuration that works: what a process read when it started, once it has been healthy for the whole stable window.
 *
 * <p>A file that was changed after the start proves nothing by the health of the process, so it is kept only when its content is
 * still the one from the start.
 */
final class KnownGood {
    private static final Logger LOG = LoggerFactory.getLogger(KnownGood.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long LARGEST = 1 << 20;

    private final Phases phases;
    private final Map<ElementId, Candidate> candidates = new HashMap<>();
    private Instant last = Instant.MIN;
    private List<Element> configured = List.of();
    private Model followed = Model.empty("");

    private record Candidate(
            ProcessLedger.Identity identity, Map<Path, byte[]> atStart, Optional<Instant> healthySince, boolean kept) {
        Candidate healthy(Optional<Instant> since) {
            return new Candidate(identity, atStart, since, kept);
        }

        Candidate asKept() {
            return new Candidate(identity, atStart, healthySince, true);
        }
    }

    KnownGood(Phases phases) {
        this.phases = phases;
    }

    void follow(Snapshot snapshot, Analysis analysis) {
        if (last.plus(EVERY).isAfter(snapshot.at())) return;
        last = snapshot.at();
        Set<ElementId> sick = analysis.holding().stream().map(Symptom::element).collect(Collectors.toSet());
        if (snapshot.model() != followed) compare(snapshot.model());
        for (Element element : configured)
            if (element.subject() instanceof Subject.Process process)
                follow(element, process, sick.contains(element.id()), snapshot);
    }

    private void compare(Model model) {
        followed = model;
        configured = model.elements().stream()
                .filter(e -> e.subject() instanceof Subject.Process process
                        && !process.configuration().isEmpty())
                .toList();
        candidates.keySet().removeIf(id -> model.element(id).isEmpty());
    }

    private void follow(Element element, Subject.Process process, boolean sick, Snapshot snapshot) {
        Optional<ProcessLedger.Identity> identity = phases.ledger
                .callIfPresent(ledger -> ledger.find(element.id()))
                .flatMap(found -> found)
                .filter(ProcessLedger.Started.class::isInstance)
                .map(started -> ((ProcessLedger.Started) started).identity());
        if (identity.isEmpty()) {
            candidates.remove(element.id());
            return;
        }
        Candidate candidate = candidates.get(element.id());
        if (candidate == null || !candidate.identity().equals(identity.get())) {
            candidate = new Candidate(identity.get(), contents(process, identity.get()), Optional.empty(), false);
        }
        candidates.put(element.id(), judge(element, candidate, sick, snapshot));
    }

    private Candidate judge(Element element, Candidate candidate, boolean sick, Snapshot snapshot) {
        var latest = snapshot.latest().getOrDefault(element.id(), Map.of());
        boolean healthy = !sick && Look.at(List.copyOf(latest.values())).is(Look.Verdict.HEALTHY);
        if (!healthy) return candidate.healthy(Optional.empty());
        Candidate now =
                candidate.healthySince().isPresent() ? candidate : candidate.healthy(Optional.of(snapshot.at()));
        Duration window = snapshot.model().policy().brakes().coolDown().stableWindow();
        boolean proven = !now.healthySince().orElseThrow().plus(window).isAfter(snapshot.at());
        if (!proven || now.kept()) return now;
        keep(element, now);
        return now.asKept();
    }

    private void keep(Element element, Candidate candidate) {
        candidate.atStart().forEach((path, content) -> {
            boolean unchanged =
                    read(path).map(current -> Arrays.equals(current, content)).orElse(false);
            if (unchanged) phases.baselines.callIfPresent(b -> b.keep(element.id(), path.toString(), "", content));
        });
    }

    /** What the process read at its start: files that were changed after it began are left out. */
    private static Map<Path, byte[]> contents(Subject.Process process, ProcessLedger.Identity identity) {
        Optional<Instant> begun =
                ProcessHandle.of(identity.pid()).flatMap(h -> h.info().startInstant());
        Map<Path, byte[]> contents = new HashMap<>();
        for (Path path : process.configuration())
            if (begun.isPresent() && notNewer(path, begun.get()))
                read(path).ifPresent(content -> contents.put(path, content));
        return contents;
    }

    private static boolean notNewer(Path path, Instant begun) {
        try {
            return !Files.getLastModifiedTime(path).toInstant().isAfter(begun.plusMillis(20));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<byte[]> read(Path path) {
        try {
            if (Files.size(path) > LARGEST) return Optional.empty();
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            LOG.debug("{} could not be read for keeping: {}", path, e.toString());
            return Optional.empty();
        }
    }
}
