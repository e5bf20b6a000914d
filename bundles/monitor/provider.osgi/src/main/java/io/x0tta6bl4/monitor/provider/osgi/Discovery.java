package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * Turns the node's own bundles and components into elements. A bundle depends on those it is wired to; a component on its
 * bundle and on the components that offer what it must have.
 */
final class Discovery {
    private static final String SOURCE = "osgi";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/:@$-]{1,180}");

    private final AtomicBoolean newModel = new AtomicBoolean();
    private final ElementModel model;
    private final BundleView bundles;
    private final ComponentView components;
    private final FeatureView features;
    private final List<String> prefixes;
    private final Map<String, Set<String>> lastNeeds = new HashMap<>();
    private List<Element> told = List.of();

    /** @param prefixes beginnings of the symbolic names of the node's own bundles */
    Discovery(
            ElementModel model,
            BundleView bundles,
            ComponentView components,
            FeatureView features,
            List<String> prefixes) {
        this.model = model;
        this.bundles = bundles;
        this.components = components;
        this.features = features;
        this.prefixes = List.copyOf(prefixes);
    }

    /** Looks around and tells the model if anything differs. */
    void refresh() {
        Map<ElementId, Element> found = new TreeMap<>();
        Optional<WatchedChange> change = features.watched();
        change.ifPresent(watched -> add(found, FeatureView.element(watched)));
        for (Bundle bundle : bundles.all()) if (own(bundle)) add(found, element(bundle, change));
        Collection<KnownComponent> known = components.learn(this::own);
        for (KnownComponent component : known) if (named(component)) add(found, element(component, known));
        List<Element> elements = List.copyOf(found.values());
        boolean again = newModel.getAndSet(false);
        if (!again && elements.equals(told)) return;
        try {
            model.discovered(SOURCE, elements);
            told = elements;
        } catch (RuntimeException e) {
            newModel.set(true);
            throw e;
        }
    }

    /** Another model is there, which knows nothing yet. */
    void tellAgain() {
        newModel.set(true);
    }

    boolean own(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name != null && prefixes.stream().anyMatch(name::startsWith);
    }

    private static void add(Map<ElementId, Element> found, Element element) {
        found.putIfAbsent(element.id(), element);
    }

    /** A bundle that came with a change under observation needs that change to be good: it is blamed before the bundle. */
    private Element element(Bundle bundle, Optional<WatchedChange> change) {
        String name = bundle.getSymbolicName();
        Set<String> needs = bundles.needs(bundle);
        // a broken bundle has no wiring; what it needed when it had one is still the best guess
        if (needs.isEmpty()) needs = lastNeeds.getOrDefault(name, Set.of());
        else lastNeeds.put(name, needs);
        Set<ElementId> on = needs.stream()
                .filter(need -> prefixes.stream().anyMatch(need::startsWith))
                .map(Discovery::bundleId)
                .collect(Collectors.toCollection(TreeSet::new));
        change.filter(watched -> watched.bundles().contains(name))
                .ifPresent(watched -> on.add(FeatureView.id(watched)));
        return Element.discovered(bundleId(name), new Subject.Bundle(name), "bundle", on);
    }

    private static Element element(KnownComponent component, Collection<KnownComponent> all) {
        Set<ElementId> on = new TreeSet<>();
        on.add(bundleId(component.symbolicName()));
        for (KnownComponent other : all)
            if (named(other) && other.offers().stream().anyMatch(component.requires()::contains)) on.add(id(other));
        on.remove(id(component));
        Subject subject = new Subject.Component(component.symbolicName(), component.name());
        return Element.discovered(id(component), subject, "component", on);
    }

    private static ElementId bundleId(String symbolicName) {
        return new ElementId("bundle/" + symbolicName);
    }

    private static ElementId id(KnownComponent component) {
        return new ElementId("component/" + component.name());
    }

    /** Whether its name can be that of an element; a component's name may be any text. */
    private static boolean named(KnownComponent component) {
        return NAME.matcher(component.name()).matches();
    }
}
