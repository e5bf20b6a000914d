package io.x0tta6bl4.monitor.provider.otlp;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The elements and needs that the books speak of; what a person configured gets needs only, from the model. */
final class Graph {
    private Graph() {}

    static List<Element> of(Books books, Names names) {
        Map<ElementId, Set<ElementId>> needs = new TreeMap<>();
        synchronized (books) {
            for (String service : books.services.keySet())
                needs.computeIfAbsent(names.service(service), _ -> new TreeSet<>());
            for (Spans.Edge edge : books.spans.edges().keySet()) {
                needs.computeIfAbsent(edge.from(), _ -> new TreeSet<>()).add(edge.to());
                needs.computeIfAbsent(edge.to(), _ -> new TreeSet<>());
            }
        }
        return needs.entrySet().stream()
                .map(one -> Element.discovered(one.getKey(), new Subject.Endpoint(), "service", one.getValue()))
                .toList();
    }
}
