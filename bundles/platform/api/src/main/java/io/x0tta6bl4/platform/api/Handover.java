package io.x0tta6bl4.platform.api;

import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider with a memory of its own, which its successor is to go on from.
 *
 * <p>Implemented on the service object. A {@link HotReference} with the trait {@link HotReference.Trait#STATEFUL} lets the
 * last call on the old provider end, takes its state, gives it to the new one and only then lets calls start there; calls wait
 * meanwhile. When the old provider leaves before a new one is there, the state is kept for the next. Only one consumer may
 * call a provider that hands over, or each would see a part of its memory move.
 */
@ConsumerType
public interface Handover {

    /** A copy of what it knows; nothing is forgotten by asking. Called while no other call runs; ends within 100 ms. */
    State handOver();

    /**
     * Goes on from the state of another. It says in the log when it does not understand it.
     *
     * @return false when format or version is unknown: it then starts afresh, as if nothing had been handed over
     */
    boolean takeOver(State state);

    /**
     * What is handed over: bytes, so that nothing of the old bundle stays in memory through it.
     *
     * @param format what it is the state of, for example {@code analyze.rules}
     * @param version of the format, from 1
     * @param content as the format says; at most {@value #LIMIT} bytes
     */
    record State(String format, int version, byte[] content) {
        /** More than this is no state but a store; it goes to the knowledge. */
        public static final int LIMIT = 64 * 1024 * 1024;

        public State {
            Objects.requireNonNull(content, "content");
            if (format.isBlank()) throw new IllegalArgumentException("a state says of what it is");
            if (version < 1) throw new IllegalArgumentException("no version " + version);
            if (content.length > LIMIT)
                throw new IllegalArgumentException(format + ": " + content.length + " bytes, more than " + LIMIT);
            content = content.clone();
        }

        @Override
        public byte[] content() {
            return content.clone();
        }

        /** Whether it is of this format and version. */
        public boolean is(String wanted, int known) {
            return format.equals(wanted) && version == known;
        }

        @Override
        public String toString() {
            return format + " version " + version + ", " + content.length + " bytes";
        }
    }
}
