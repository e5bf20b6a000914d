package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which signal of which element a file or a column is, by the names in the watch files that are compared. */
record Watching(List<Model> models) {
    private static final String FOREIGN = "x-";
    private static final int NAMED = 20;

    /** What a replay without a policy does with the signals that this one names: all members look at each, and only page. */
    static Model plain(Model model, boolean together) {
        List<Element> elements = model.elements().stream()
                .map(element -> plain(element, together))
                .toList();
        return new Model(1, model.node(), elements, Policy.defaults());
    }

    private static Element plain(Element element, boolean together) {
        List<String> signals = List.copyOf(signals(element));
        return new Element(
                element.id(),
                element.subject(),
                element.elementClass(),
                element.zone(),
                element.origin(),
                List.of(),
                List.of(),
                element.dependsOn(),
                List.of(),
                new AnomalyWatch(
                        signals,
                        together && signals.size() > 1,
                        true,
                        Response.PAGE,
                        element.anomalies().others()));
    }

    private static Set<String> signals(Element element) {
        Set<String> signals = new TreeSet<>(element.anomalies().signals());
        element.thresholds().stream().map(Threshold::signal).forEach(signals::add);
        return signals;
    }

    /** The element of this name; for no name the only one that is watched by measurements. */
    Optional<ElementId> element(String name) {
        List<ElementId> found = elements()
                .filter(element ->
                        element.anomalies().any() || !element.thresholds().isEmpty())
                .map(Element::id)
                .filter(id -> name.isEmpty() || id.value().equals(name))
                .distinct()
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The signal of this name, or of this name behind {@code x-}, where a watch file watches it. */
    Optional<String> signal(ElementId id, String name) {
        List<Element> same = elements().filter(e -> e.id().equals(id)).toList();
        for (String signal : List.of(name, FOREIGN + name))
            if (same.stream().anyMatch(e -> signals(e).contains(signal))) return Optional.of(signal);
        return same.stream().anyMatch(e -> e.anomalies().others())
                ? Optional.of(name.startsWith(FOREIGN) ? name : FOREIGN + name)
                : Optional.empty();
    }

    /** What is watched, for people who look for why their file is not. */
    String words() {
        List<String> all = new ArrayList<>();
        elements().forEach(e -> signals(e).forEach(signal -> all.add(e.id() + "/" + signal)));
        List<String> shown = all.stream().distinct().sorted().limit(NAMED).toList();
        return shown.isEmpty() ? "no measured signal" : String.join(", ", shown) + (all.size() > NAMED ? ", …" : "");
    }

    static Observation observation(ElementId element, String signal, double value, Instant at) {
        return Observation.measured(element, signal, value, Signals.UNITS.getOrDefault(signal, "1"), at, "recording");
    }

    private Stream<Element> elements() {
        return models.stream().flatMap(model -> model.elements().stream());
    }
}
