package io.x0tta6bl4.monitor.api;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at elements of one kind and says what it sees. Observations go to the sink as they happen; events of the operating
 * system or framework are not polled for.
 */
@ConsumerType
public interface Sensor {

    /** Its name, for example {@code process}; unique among the sensors of a node. */
    String name();

    /**
     * Watches the elements of this model that it understands, and no others, until called again. Called with every new model;
     * a call with the same elements changes nothing, otherwise only the difference is applied. Returns quickly; never blocks
     * on what it watches.
     */
    void watch(Model model, ObservationSink sink);

    /**
     * Looks at one element now, afresh, without use of earlier results, and returns what it sees; empty when it does not
     * understand the element. Bounded by the time-out of the element's probes, at most five seconds.
     */
    List<Observation> look(Element element);
}
