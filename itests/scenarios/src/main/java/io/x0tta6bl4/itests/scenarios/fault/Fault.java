package io.x0tta6bl4.itests.scenarios.fault;

import java.time.Instant;

/** A fault brought upon the running system from outside, and the independent eye that sees when it is over. */
public interface Fault {
    /** The element that a right diagnosis names. */
    String target();

    /** What is done, for people. */
    String what();

    /**
     * Brings it about.
     *
     * @return the last instant before it was in effect
     */
    Instant inject() throws Exception;

    /** Whether the service is back, judged without asking the node's loop. */
    boolean over() throws Exception;
}
