package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.knowledge.api.store.ProcessStart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A ledger that forgets when the test ends. */
final class MemoryLedger implements ProcessLedger {
    private final Map<ElementId, Entry> entries = new ConcurrentHashMap<>();
    final List<Consumer<ElementId>> listeners = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public Optional<Entry> find(ElementId element) {
        if (broken) throw new IllegalStateException("the ledger cannot be read");
        return Optional.ofNullable(entries.get(element));
    }

    @Override
    public Map<ElementId, Entry> all() {
        return Map.copyOf(entries);
    }

    @Override
    public void put(ElementId element, Entry entry) {
        entries.put(element, entry);
        listeners.forEach(l -> l.accept(element));
    }

    @Override
    public void remove(ElementId element) {
        entries.remove(element);
        listeners.forEach(l -> l.accept(element));
    }

    @Override
    public AutoCloseable onChange(Consumer<ElementId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    static Started started(ProcessHandle handle) {
        return new Started(
                new Identity(handle.pid(), ProcessStart.of(handle.pid()).orElseThrow(), "test"));
    }
}
