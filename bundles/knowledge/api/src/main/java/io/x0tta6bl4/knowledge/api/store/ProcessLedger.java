package io.x0tta6bl4.knowledge.api.store;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Which operating-system process each element is; durable, so that a restarted node adopts what still runs. */
@ProviderType
public interface ProcessLedger {

    /**
     * A process of the operating system, safe against reuse of its number.
     *
     * @param pid its number
     * @param started when it began, as the operating system tells it
     * @param action the action that started it
     * @param description what it was started as ({@code Subject.Process.fingerprint}), empty when that is not known
     * @param ending how it ended ({@code exit code 0}), if that was before anybody but its starter could see it
     */
    record Identity(long pid, Instant started, String action, Optional<String> description, Optional<String> ending) {
        /** A process of which it is not known what it was started as. */
        public Identity(long pid, Instant started, String action) {
            this(pid, started, action, Optional.empty());
        }

        /** A process that runs. */
        public Identity(long pid, Instant started, String action, Optional<String> description) {
            this(pid, started, action, description, Optional.empty());
        }

        public Identity {
            if (pid < 1) throw new IllegalArgumentException("process numbers are greater than zero");
        }
    }

    /** What is known of an element's process. */
    sealed interface Entry {}

    /** It was started as this process (which may have ended since). */
    record Started(Identity identity) implements Entry {}

    /** A person stopped it; it is to stay stopped until a person starts it. */
    record StoppedByOperator(Instant at) implements Entry {}

    Optional<Entry> find(ElementId element);

    /** Everything in the ledger. */
    Map<ElementId, Entry> all();

    /** Durable when it returns. */
    void put(ElementId element, Entry entry);

    /** Forgets an element; harmless when it is not there. */
    void remove(ElementId element);

    /** Calls the listener after every put and remove with the element concerned, until the handle is closed. */
    AutoCloseable onChange(java.util.function.Consumer<ElementId> listener);
}
