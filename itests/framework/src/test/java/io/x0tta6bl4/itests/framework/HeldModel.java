package io.x0tta6bl4.itests.framework;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An element model of one source and some configured elements, enough for one sensor. */
final class HeldModel implements ElementModel {
    private final List<Consumer<Model>> listeners = new CopyOnWriteArrayList<>();
    private final List<Element> configured = new ArrayList<>();
    private List<Element> discovered = List.of();
    private volatile Model model = Model.empty("test");

    @Override
    public Model current() {
        return model;
    }

    @Override
    public synchronized void discovered(String source, Collection<Element> elements) {
        discovered = List.copyOf(elements);
        change();
    }

    synchronized void configure(Element element) {
        configured.add(element);
        change();
    }

    synchronized void forgetConfigured() {
        if (configured.isEmpty()) return;
        configured.clear();
        change();
    }

    private void change() {
        List<Element> all = new ArrayList<>(configured);
        all.addAll(discovered);
        model = new Model(model.revision() + 1, "test", all, Policy.defaults());
        listeners.forEach(listener -> listener.accept(model));
    }

    @Override
    public synchronized AutoCloseable onChange(Consumer<Model> listener) {
        listeners.add(listener);
        listener.accept(model);
        return () -> listeners.remove(listener);
    }
}
