package io.x0tta6bl4.itests.scenarios.walk;

/**
 * One acceptance scenario with its sabotage twin: the same play with one part of the product broken, which must then fail
 * the named check. A scenario whose twin passes proves nothing.
 */
public interface Scenario {
    /** One line. */
    String title();

    /** What is done and what must come of it. */
    String text();

    /** What the twin breaks, in words. */
    String sabotage();

    /** The check that the twin must fail. */
    String mustFail();

    /** Plays it; a check that does not hold throws {@link Unmet}. */
    void play(Trial trial) throws Exception;

    /** Its number, from the name of the class: {@code S01}. */
    default String id() {
        return getClass().getSimpleName().substring(0, 3);
    }
}
