package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The model in force: what the watch file configures, then what each source discovered, replaced as a whole. */
final class LiveModel implements AutoCloseable {
    private final String defaultNode;
    private final Announcer announcer = new Announcer();
    private final Map<String, List<Element>> discovered = new LinkedHashMap<>();
    private volatile WatchFile file;
    private volatile Model model;

    LiveModel(String defaultNode, WatchFile file) {
        this.defaultNode = defaultNode;
        this.file = file;
        this.model = build(1);
    }

    Model current() {
        return model;
    }

    WatchFile file() {
        return file;
    }

    /** Puts another watch file in force; false when it means the same. */
    synchronized boolean configure(WatchFile next) {
        if (next.means(file)) return false;
        file = next;
        replace();
        return true;
    }

    synchronized void discovered(String source, Collection<Element> elements) {
        List<Element> next = List.copyOf(elements);
        List<Element> last = next.isEmpty() ? discovered.remove(source) : discovered.put(source, next);
        if (!next.equals(last == null ? List.of() : last)) replace();
    }

    synchronized AutoCloseable onChange(Consumer<Model> listener) {
        return announcer.join(listener, model);
    }

    private void replace() {
        model = build(model.revision() + 1);
        announcer.announce(model);
    }

    /**
     * The first to bring a name keeps it: configuration, then the sources in the order they appeared. What later ones found
     * that it depends on is added, because a call that was seen is a need that a person forgot.
     */
    private Model build(long revision) {
        Map<ElementId, Element> all = new LinkedHashMap<>();
        for (Element element : file.elements()) all.put(element.id(), element);
        for (List<Element> source : discovered.values())
            for (Element element : source)
                all.merge(element.id(), element, (first, later) -> first.needing(later.dependsOn()));
        return new Model(revision, file.node().orElse(defaultNode), all.values(), file.policy(), file.registrations());
    }

    @Override
    public void close() {
        announcer.close();
    }
}
