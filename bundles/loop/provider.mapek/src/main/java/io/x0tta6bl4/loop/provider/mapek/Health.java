package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import java.util.Optional;

/**
 * How many configured elements are sick by themselves; those that only suffer from another's fault count as healthy, since
 * mending the cause mends them.
 */
record Health(int population, int sick) {

    /** Counts one zone, or all of them. */
    static Health of(World world, Optional<String> zone) {
        int population = 0;
        int sick = 0;
        for (Element element : world.model().elements()) {
            if (element.origin() != Element.Origin.CONFIGURED) continue;
            if (zone.isPresent() && !zone.get().equals(element.zone())) continue;
            population++;
            var incident = world.open().get(element.id());
            if (incident != null && incident.state() != io.x0tta6bl4.knowledge.api.incident.Incident.State.WATCHED) sick++;
        }
        return new Health(population, sick);
    }

    double sickShare() {
        return population == 0 ? 0 : sick / (double) population;
    }
}
