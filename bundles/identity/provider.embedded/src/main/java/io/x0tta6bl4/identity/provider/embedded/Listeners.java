package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of changes. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** So that the same listener may be added twice and taken away once. */
    private record Entry(Runnable listener, Object identity) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    synchronized Subscription add(Runnable listener) {
        if (entries.size() >= SvidSource.LISTENER_LIMIT)
            throw new IllegalStateException("there are " + SvidSource.LISTENER_LIMIT + " listeners; close some first");
        Entry entry = new Entry(listener, new Object());
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void tell() {
        for (Entry entry : entries) {
            try {
                entry.listener().run();
            } catch (RuntimeException e) {
                LOG.error("A listener to identities threw: {}", e.toString(), e);
            }
        }
    }
}
