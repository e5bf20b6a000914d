package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many configured elements are sick by themselves; those that only suffer from another's fault count as healthy, since
 * mending the cause mends them.
 */
record Health(int population, int sick) {

    /** Counts one zone, or all of them. The cost grows with the incidents, not with the elements. */
    static Health of(World world, Optional<String> zone) {
        int population = zone.map(z -> world.zones().getOrDefault(z, 0))
                .orElseGet(() -> world.zones().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        int sick = 0;
        for (Incident incident : world.open().values()) {
            Optional<Element> element =
                    world.model().element(incident.element()).filter(Health::configured);
            boolean counts = element.isPresent()
                    && incident.state() != Incident.State.WATCHED
                    && zone.map(z -> z.equals(element.get().zone())).orElse(true);
            if (counts) sick++;
        }
        return new Health(population, sick);
    }

    /** Configured elements by zone; counted once for each model. */
    static Map<String, Integer> zones(Model model) {
        Map<String, Integer> zones = new HashMap<>();
        for (Element element : model.elements()) if (configured(element)) zones.merge(element.zone(), 1, Integer::sum);
        return zones;
    }

    private static boolean configured(Element element) {
        return element.origin() == Element.Origin.CONFIGURED;
    }

    double sickShare() {
        return population == 0 ? 0 : sick / (double) population;
    }
}
