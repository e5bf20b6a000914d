package io.x0tta6bl4.loop.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The one loop of a node, as an operator sees it. */
@ProviderType
public interface Loop {

    LoopStatus status();

    /** Every brake with its setting, what it holds back now and how often it did. */
    List<BrakeState> explain();

    /** Incidents, newest first: the open ones and the last 200 closed ones. */
    List<Incident> incidents();

    /** Health of every element, in the order of the model. */
    List<ElementHealth> health();

    /** Gives the operator's orders; each is journalled under {@code who}. */
    Operator operator(String who);

    /** Health of one element. */
    default Optional<ElementHealth> health(ElementId id) {
        return health().stream().filter(h -> h.element().equals(id)).findFirst();
    }

    /** What an operator may tell the loop. Each call returns what came of it, as a sentence. */
    @ProviderType
    interface Operator {
        /** No new action from now on; running ones end. */
        String pause(String reason);

        /** Back to work. */
        String resume();

        /** Runs one tick now and returns when it is over. */
        String tick();

        /** Agrees to the action that waits for approval. */
        String approve(String actionId);

        /** Refuses the action that waits for approval; its incident is paged. */
        String refuse(String actionId);

        /** Takes an element out of the loop's hands for a while; zero ends it. */
        String maintain(ElementId element, Duration length);

        /** Starts the element's process now, also one that an operator had stopped. */
        String start(ElementId element);

        /** Stops the element's process; the loop leaves it stopped. */
        String stop(ElementId element);

        /** Restarts the element's process, bundle or component now. */
        String restart(ElementId element);
    }
}
