package io.x0tta6bl4.rag.api;

import java.time.Duration;
import java.util.List;

/**
 * Work of the library that takes long, as it stands now.
 *
 * @param number by which it is asked for
 * @param what in words
 * @param state where it is
 * @param done how many of its steps are done
 * @param all how many steps there are, as far as is known
 * @param unit what a step is, in the plural, for example {@code kB}
 * @param running since it began, or how long it ran
 * @param words what came of it, or what it does now
 * @param complaints what it refused and why, in words, the first ones
 */
public record Job(
        long number,
        String what,
        State state,
        long done,
        long all,
        String unit,
        Duration running,
        String words,
        List<String> complaints) {

    /** Where a job is. Only {@link #DONE} is success. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    public Job {
        complaints = List.copyOf(complaints);
    }

    public boolean ended() {
        return state != State.WAITING && state != State.RUNNING;
    }
}
