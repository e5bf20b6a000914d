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

    /** What judges in shadow say now, one sentence each: they are noted beside incidents and set nothing off. */
    List<String> opinions();

    /** What was learnt of each step of the ladders, by kind of cause. */
    List<Lesson> lessons();

    /** Every firing level that may move, and where it is. */
    List<LevelState> levels();

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

        /** Begins or ends to keep what is observed, in the data directory, for {@code x0 replay recording}. */
        String record(boolean on);

        /**
         * Moves the firing level of an element's threshold, in the unit of the signal.
         *
         * @throws IllegalArgumentException when the bounds of the watch file do not allow it
         */
        String move(ElementId element, String signal, double level, String why);

        /** Puts a moved level back to where the watch file has it. */
        String revert(ElementId element, String signal);
    }
}
