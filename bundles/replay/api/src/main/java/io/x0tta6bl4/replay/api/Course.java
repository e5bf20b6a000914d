package io.x0tta6bl4.replay.api;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The phases of this node on a virtual clock: observations go in by the door of the sensors, a turn runs Monitor, Analyze and
 * Plan as a tick of the loop does, and nothing is executed. One replay at a time.
 */
@ProviderType
public interface Course {

    /** Begins anew with these elements: what was there before leaves the model, and every phase forgets it. */
    void begin(Collection<Element> elements, Policy policy);

    /**
     * Turns the clock to {@code at} and runs the phases over what is observed then.
     *
     * @param at not before the turn before
     */
    Turn turn(Instant at, List<Observation> observations);
}
