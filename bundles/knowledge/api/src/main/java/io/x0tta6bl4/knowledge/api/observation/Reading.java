package io.x0tta6bl4.knowledge.api.observation;

import java.util.Objects;

/** What a sensor read: a number with its unit, a state, or that there was nothing to read. */
public sealed interface Reading {

    /** A finite number in the unit of its signal (UCUM symbols: {@code 1}, {@code By}, {@code ms}, {@code s}). */
    record Measured(double value, String unit) implements Reading {
        public Measured {
            Objects.requireNonNull(unit, "unit");
            if (!Double.isFinite(value)) throw new IllegalArgumentException("a measured value is finite, not " + value);
        }
    }

    /**
     * One of the states that {@link Signals} lists for the signal.
     *
     * @param value the state
     * @param detail what a person would want to know about it; may be empty
     */
    record State(String value, String detail) implements Reading {
        public State {
            Objects.requireNonNull(detail, "detail");
            if (value.isBlank()) throw new IllegalArgumentException("a state has a name");
        }
    }

    /** There was nothing to read, and why. */
    record Absent(String reason) implements Reading {
        public Absent {
            if (reason.isBlank()) throw new IllegalArgumentException("absence has a reason");
        }
    }
}
