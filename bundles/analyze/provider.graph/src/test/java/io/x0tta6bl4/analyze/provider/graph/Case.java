package io.x0tta6bl4.analyze.provider.graph;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A graph, what was seen of it and the symptoms it shows, put together by hand. Times are seconds after the beginning. */
final class Case {
    static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

    private final GraphLocalizer localizer = new GraphLocalizer();
    private final Map<ElementId, Element> elements = new LinkedHashMap<>();
    private final Map<ElementId, Map<String, Observation>> latest = new HashMap<>();
    final List<Symptom> holding = new ArrayList<>();
    private final Set<ElementId> suspect = new TreeSet<>();
    Instant now = BEGIN.plusSeconds(60);

    static ElementId id(String name) {
        return new ElementId(name);
    }

    static Instant at(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    /** A process with a probe each second. */
    Case process(String name, String... needs) {
        return add(
                name,
                new Subject.Process(
                        List.of("x"),
                        Path.of("/"),
                        Map.of(),
                        List.of(),
                        Subject.Restart.ALWAYS,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)),
                needs);
    }

    Case endpoint(String name, String... needs) {
        return add(name, new Subject.Endpoint(), needs);
    }

    Case add(String name, Subject subject, String... needs) {
        Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(500), 2, 3, 2);
        Set<ElementId> on = java.util.Arrays.stream(needs).map(Case::id).collect(Collectors.toSet());
        elements.put(
                id(name),
                new Element(
                        id(name),
                        subject,
                        "process",
                        "default",
                        Element.Origin.CONFIGURED,
                        List.of(new Probe.Http(URI.create("http://127.0.0.1:1/"), 200, 299, "", schedule)),
                        List.of(),
                        on,
                        List.of()));
        return this;
    }

    Case unprobed(String name, String... needs) {
        Set<ElementId> on = java.util.Arrays.stream(needs).map(Case::id).collect(Collectors.toSet());
        elements.put(id(name), Element.discovered(id(name), new Subject.Bundle(name), "bundle", on));
        return this;
    }

    /** The change of a feature under observation. */
    Case feature(String name) {
        elements.put(id(name), Element.discovered(id(name), new Subject.Feature(name), "feature", Set.of()));
        return this;
    }

    /** A workload of a cluster, one of its pods, or a machine of it. */
    Case clustered(String name, Subject subject, String... needs) {
        Set<ElementId> on = java.util.Arrays.stream(needs).map(Case::id).collect(Collectors.toSet());
        elements.put(id(name), Element.discovered(id(name), subject, subject.kind(), on));
        return this;
    }

    Case seen(String name, String signal, String state, double at) {
        Observation seen = Observation.state(id(name), signal, state, "", at(at), "test");
        latest.computeIfAbsent(id(name), k -> new HashMap<>()).put(signal, seen);
        return this;
    }

    Case stopped(String name) {
        Observation seen = Observation.state(
                id(name), Signals.PROCESS_STATE, "never-started", "stopped by operator", at(0), "test");
        latest.computeIfAbsent(id(name), k -> new HashMap<>()).put(seen.signal(), seen);
        return seen(name, Signals.HTTP_STATE, "unreachable", 0);
    }

    Case healthy(double at, String... names) {
        for (String name : names) seen(name, Signals.HTTP_STATE, "healthy", at);
        return this;
    }

    Case suspect(String name) {
        suspect.add(id(name));
        return this;
    }

    /** It shows a symptom since then, and its probe says so. */
    Case sick(String name, Symptom.Kind kind, double since) {
        String state = switch (kind) {
            case DOWN -> "unreachable";
            case UNRESPONSIVE -> "unresponsive";
            default -> "wrong";
        };
        return seen(name, Signals.HTTP_STATE, state, since)
                .symptom(name, kind, Signals.HTTP_STATE, since, Response.HEAL);
    }

    Case exited(String name, double since) {
        return seen(name, Signals.PROCESS_STATE, "exited", since)
                .symptom(name, Symptom.Kind.DOWN, Signals.PROCESS_STATE, since, Response.HEAL);
    }

    Case symptom(String name, Symptom.Kind kind, String signal, double since, Response response) {
        Observation seen = Observation.state(id(name), signal, "bad", "", at(since), "test");
        holding.add(new Symptom(id(name), kind, signal, at(since), 0.9, "test", response, List.of(seen), "is " + kind));
        return this;
    }

    Case time(double seconds) {
        now = at(seconds);
        return this;
    }

    Model model() {
        return new Model(1, "test", elements.values(), Policy.defaults());
    }

    List<Diagnosis> diagnoses() {
        Snapshot snapshot = new Snapshot(1, now, model(), latest, List.of(), 0);
        return localizer.localize(snapshot, new Analysis(holding, holding, List.of(), suspect));
    }

    Diagnosis diagnosis() {
        List<Diagnosis> all = diagnoses();
        if (all.size() != 1) throw new AssertionError("expected one diagnosis, got " + all);
        return all.getFirst();
    }

    /** The elements that are blamed. */
    List<String> blamed() {
        return diagnoses().stream()
                .flatMap(d -> d.cause().stream())
                .map(c -> c.element().value())
                .toList();
    }
}
