package io.x0tta6bl4.execute.api;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Carries out commands of some kinds. It does what it is told or says why it did not; it never decides and never claims an
 * effect that it did not bring about.
 */
@ConsumerType
public interface Effector {

    /** Its name, for example {@code process}. */
    String name();

    /** Whether it can carry out this kind of command. */
    boolean handles(Command command);

    /**
     * Carries out the order and returns when it is done, at the latest at the order's deadline. An order whose action id it
     * has carried out before has no further effect and returns {@link Effect.Done} again. An order whose grant lacks the
     * command's privilege is refused before anything is touched.
     */
    Effect apply(Order order);

    /**
     * Takes back what an order changed, for actions whose undo says so; {@link Effect.Refused} when there is nothing to take
     * back.
     */
    Effect undo(Order order);

    /** Whether all that this command needs is there, for example a baseline to restore. */
    boolean possible(Element element, Command command);
}
