package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import java.util.List;
import java.util.Set;

/** The element that a recording is about: nothing is known of it but its signals. */
final class Watched {
    static final ElementId ID = new ElementId("recorded");

    private Watched() {}

    static Element element(List<String> signals, boolean together, boolean thorough) {
        return new Element(
                ID,
                new Subject.Endpoint(),
                "recorded",
                "recorded",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                new AnomalyWatch(signals, together, thorough, Response.PAGE));
    }
}
