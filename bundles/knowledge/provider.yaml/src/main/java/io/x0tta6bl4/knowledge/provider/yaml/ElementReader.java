package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one element. */
final class ElementReader {
    private final Problems problems;
    private final ProcessReader processes;
    private final ProbeReader probes;
    private final ThresholdReader thresholds;
    private final QueryReader queries;
    private final Surroundings surroundings;
    private final WorkloadReader workloads;

    ElementReader(Surroundings surroundings, Problems problems) {
        this.problems = problems;
        this.surroundings = surroundings;
        this.processes = new ProcessReader(surroundings, problems);
        this.probes = new ProbeReader(problems);
        this.thresholds = new ThresholdReader(problems);
        this.queries = new QueryReader(problems);
        this.workloads = new WorkloadReader(problems);
    }

    Optional<Element> read(String name, Values values) {
        int before = problems.errorCount();
        Optional<Subject> subject = subject(values);
        List<Probe> asked = probes(values);
        List<Threshold> limits = thresholds(values);
        AnomalyWatch watch = values.table("anomaly")
                .flatMap(v -> anomaly(v, sources(values)))
                .orElse(AnomalyWatch.NONE);
        TelemetryWatch telemetry = queries.read(values);
        boolean looked = !values.items("probes").isEmpty()
                || values.has("service")
                || !values.items("queries").isEmpty();
        if (values.has("endpoint") && !looked && values.clean())
            problems.error(
                    values.placeOf("endpoint"),
                    "endpoint: needs at least one probe, query or service, nothing else looks at it");
        boolean circular = values.list("depends-on", ElementId.class).contains(new ElementId(name));
        if (circular || !values.clean() || subject.isEmpty() || problems.errorCount() > before) return Optional.empty();
        return Optional.of(new Element(
                new ElementId(name),
                subject.get(),
                values.get("class", subject.get().kind()),
                values.get("zone", "default"),
                Element.Origin.CONFIGURED,
                asked,
                limits,
                new LinkedHashSet<>(values.list("depends-on", ElementId.class)),
                values.list("hooks", URI.class),
                watch,
                telemetry));
    }

    private Optional<Subject> subject(Values values) {
        return values.table("process")
                .flatMap(processes::read)
                .or(() -> values.table("endpoint").map(none -> new Subject.Endpoint()))
                .or(() -> values.get("bundle", String.class).map(Subject.Bundle::new))
                .or(() -> values.table("component").flatMap(ElementReader::component))
                .or(() -> values.table("certificate").flatMap(this::certificate))
                .or(() -> values.table("host").map(none -> new Subject.Host()))
                .or(() -> values.table("workload").flatMap(workloads::read));
    }

    private static Optional<Subject> component(Values values) {
        if (!values.clean()) return Optional.empty();
        return Optional.of(new Subject.Component(values.get("bundle", ""), values.get("name", "")));
    }

    private Optional<Subject> certificate(Values values) {
        if (!values.clean()) return Optional.empty();
        String svid = values.get("svid", "");
        try {
            return Optional.of(
                    new Subject.Certificate(Surroundings.path(surroundings.base(), values.get("file", "")), svid));
        } catch (IllegalArgumentException e) {
            problems.error(values.placeOf(svid.isEmpty() ? "file" : "svid"), "certificate: " + e.getMessage());
            return Optional.empty();
        }
    }

    private List<Probe> probes(Values values) {
        List<Probe> result = new ArrayList<>();
        for (Given item : values.items("probes"))
            probes.read((Values) item.value()).ifPresent(probe -> {
                if (result.contains(probe)) problems.error(item.place(), "probes: this probe is there twice");
                result.add(probe);
            });
        return result;
    }

    private List<Threshold> thresholds(Values values) {
        List<Threshold> result = new ArrayList<>();
        for (Values threshold : values.list("thresholds", Values.class))
            thresholds.read(threshold, sources(values)).ifPresent(result::add);
        return result;
    }

    /** What looks at the element: its kind, and http or tcp when it has such a probe. */
    private static List<String> sources(Values values) {
        List<String> sources = new ArrayList<>(
                WatchSchema.SUBJECTS.stream().filter(values::has).toList());
        for (Values probe : values.list("probes", Values.class))
            WatchSchema.PROBES.stream().filter(probe::has).forEach(sources::add);
        return sources;
    }

    private Optional<AnomalyWatch> anomaly(Values values, List<String> sources) {
        List<String> signals = new ArrayList<>();
        for (Given item : values.items("signals")) {
            String signal = (String) item.value();
            if (!thresholds.known(item.place(), "signals", signal, sources)) continue;
            if (signals.contains(signal)) problems.error(item.place(), "signals: '" + signal + "' is there twice");
            else signals.add(signal);
        }
        boolean together = values.get("together", false);
        if (together && signals.size() < 2)
            problems.error(values.placeOf("together"), "together: takes two signals or more");
        if (!values.clean() || signals.isEmpty() || together && signals.size() < 2) return Optional.empty();
        return Optional.of(new AnomalyWatch(
                signals,
                together,
                values.get("effort", "full").equals("full"),
                Threshold.Response.valueOf(values.get("response", "page").toUpperCase(Locale.ROOT)),
                values.get("others", "ignore").equals("screen")));
    }
}
