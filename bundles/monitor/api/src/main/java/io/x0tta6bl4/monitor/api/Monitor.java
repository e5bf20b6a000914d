package io.x0tta6bl4.monitor.api;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/** The M of the loop: takes what all sensors see and freezes it, one snapshot a tick. */
@ProviderType
public interface Monitor {

    /** Freezes what is known now. Called by the loop only, once a tick. */
    Snapshot snapshot();

    /**
     * Has every sensor look at the element now and returns what they see; a sensor that does not answer within the limit
     * contributes an absent reading of signal {@code sensor.<name>}.
     */
    List<Observation> look(Element element, Duration limit);

    /** Calls {@code wake} when something came in that should not wait for the next tick, until the handle is closed. */
    AutoCloseable onUrgent(Runnable wake);

    /** Names of the sensors that are there, with the number of observations taken from each. */
    SortedMap<String, Long> sensors();
}
