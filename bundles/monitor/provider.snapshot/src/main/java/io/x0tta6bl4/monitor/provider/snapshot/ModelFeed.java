package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one element model, the first by rank, whoever provides it. A model that has just arrived knows nothing of what
 * sensors discover; until they have told it, what was discovered before stays, so that a swap of the model closes no incident.
 */
final class ModelFeed {
    private final Consumer<Model> sink;
    private final Map<Comparable<?>, ElementModel> models = new HashMap<>();
    private @Nullable Comparable<?> followed;
    private @Nullable AutoCloseable subscription;
    private @Nullable Model taken;
    private List<Element> discovered = List.of();

    ModelFeed(Consumer<Model> sink) {
        this.sink = sink;
    }

    synchronized void bind(Comparable<?> rank, ElementModel model) {
        models.put(rank, model);
        follow();
    }

    synchronized void unbind(Comparable<?> rank) {
        models.remove(rank);
        follow();
    }

    private void follow() {
        Comparable<?> first = first();
        if (first == null ? followed == null : first.equals(followed)) return;
        Handles.close(subscription);
        subscription = null;
        followed = first;
        if (first == null) return;
        // at once, not when its announcement arrives: a snapshot in between would show a model without elements
        take(first, models.get(first).current());
        subscription = models.get(first).onChange(now -> take(first, now));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Comparable<?> first() {
        Comparable<?> first = null;
        for (Comparable<?> rank : models.keySet())
            if (first == null || ((Comparable<Object>) rank).compareTo(first) > 0) first = rank;
        return first;
    }

    /** In order; the provider of a model calls one at a time, and what it announces first is what was taken at once. */
    private synchronized void take(Comparable<?> from, Model now) {
        if (now == taken || !from.equals(followed)) return;
        taken = now;
        sink.accept(completed(now));
    }

    private Model completed(Model now) {
        List<Element> own = now.elements().stream()
                .filter(e -> e.origin() == Element.Origin.DISCOVERED)
                .toList();
        List<Element> before = discovered;
        if (!own.isEmpty() || before.isEmpty()) {
            discovered = own;
            return now;
        }
        List<Element> elements = new ArrayList<>(now.elements());
        for (Element element : before) if (now.element(element.id()).isEmpty()) elements.add(element);
        return new Model(now.revision(), now.node(), elements, now.policy());
    }
}
