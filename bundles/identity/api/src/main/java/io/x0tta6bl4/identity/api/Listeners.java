package io.x0tta6bl4.identity.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told of changes by a source; at most {@link SvidSource#LISTENER_LIMIT}. Safe for use by many threads. */
public final class Listeners {
    /** So that the same listener may be added twice and taken away once. */
    private record Entry(Runnable listener, Object identity) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Consumer<RuntimeException> thrown;

    /** @param thrown what to do with what a listener throws; the others are told all the same */
    public Listeners(Consumer<RuntimeException> thrown) {
        this.thrown = thrown;
    }

    /** @throws IllegalStateException beyond {@link SvidSource#LISTENER_LIMIT} */
    public synchronized Subscription add(Runnable listener) {
        if (entries.size() >= SvidSource.LISTENER_LIMIT)
            throw new IllegalStateException("there are " + SvidSource.LISTENER_LIMIT + " listeners; close some first");
        Entry entry = new Entry(listener, new Object());
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Tells all of them, in the calling thread. */
    public void tell() {
        for (Entry entry : entries) {
            try {
                entry.listener().run();
            } catch (RuntimeException e) {
                thrown.accept(e);
            }
        }
    }
}
