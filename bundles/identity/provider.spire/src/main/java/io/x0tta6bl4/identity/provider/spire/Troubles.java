package io.x0tta6bl4.identity.provider.spire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with each of the streams of the agent. Safe for use by many threads. */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private final Map<String, String> all = new ConcurrentSkipListMap<>();
    private final AtomicLong changes = new AtomicLong();

    static void thrown(RuntimeException e) {
        LOG.error("A listener to identities threw: {}", e.toString(), e);
    }

    /** What is so before anything was heard of a stream. */
    void begin(String stream, String found) {
        all.put(stream, found);
    }

    void note(String stream, Optional<String> found) {
        String before = found.isPresent() ? all.put(stream, found.get()) : all.remove(stream);
        if (found.equals(Optional.ofNullable(before))) return;
        found.ifPresentOrElse(
                what -> LOG.error("The node's identity: {}", what),
                () -> LOG.info("The node's identity is well ({})", stream));
        changed();
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** Rises with every change of what is wrong, and of what the agent gave. */
    long changes() {
        return changes.get();
    }

    List<String> all() {
        return List.copyOf(all.values());
    }
}
