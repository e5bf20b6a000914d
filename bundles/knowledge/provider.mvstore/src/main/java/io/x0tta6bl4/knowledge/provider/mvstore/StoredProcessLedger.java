package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process ledger in the store, held in memory as well because it is asked at every look. */
@Component(
        service = {ProcessLedger.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class StoredProcessLedger implements ProcessLedger, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(StoredProcessLedger.class);

    private final Store store;
    private final Codec codec = new Codec();
    private final CopyOnWriteArrayList<Consumer<ElementId>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Map<ElementId, Entry> entries;

    @Activate
    public StoredProcessLedger(@Reference(policyOption = ReferencePolicyOption.GREEDY) Store store) {
        this.store = store;
    }

    @Override
    public Optional<Entry> find(ElementId element) {
        return Optional.ofNullable(entries().get(element));
    }

    @Override
    public Map<ElementId, Entry> all() {
        return Map.copyOf(entries());
    }

    @Override
    public void put(ElementId element, Entry entry) {
        String json = codec.encode(Entry.class, entry);
        synchronized (this) {
            Map<ElementId, Entry> next = new TreeMap<>(entries());
            next.put(element, entry);
            store.write(session -> session.ledger().put(element.value(), json) == null);
            entries = next;
        }
        tell(element);
    }

    @Override
    public void remove(ElementId element) {
        synchronized (this) {
            Map<ElementId, Entry> next = new TreeMap<>(entries());
            if (next.remove(element) == null) return;
            store.write(session -> session.ledger().remove(element.value()) == null);
            entries = next;
        }
        tell(element);
    }

    @Override
    public AutoCloseable onChange(Consumer<ElementId> listener) {
        Consumer<ElementId> once = listener::accept; // a listener added twice is told twice and removed one by one
        listeners.add(once);
        return () -> listeners.remove(once);
    }

    private void tell(ElementId element) {
        for (Consumer<ElementId> listener : listeners)
            try {
                listener.accept(element);
            } catch (RuntimeException e) {
                LOG.warn("A listener of the process ledger failed on {}", element, e);
            }
    }

    private Map<ElementId, Entry> entries() {
        Map<ElementId, Entry> known = entries;
        return known != null ? known : load();
    }

    private synchronized Map<ElementId, Entry> load() {
        Map<ElementId, Entry> known = entries;
        if (known != null) return known;
        Map<ElementId, Entry> loaded = store.read(session -> {
            Map<ElementId, Entry> found = new TreeMap<>();
            session.ledger()
                    .forEach((element, json) ->
                            decoded(element, json).ifPresent(entry -> found.put(new ElementId(element), entry)));
            return found;
        });
        entries = loaded;
        return loaded;
    }

    private Optional<Entry> decoded(String element, String json) {
        try {
            return Optional.of(codec.decode(Entry.class, json));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The process of {} is not known: this version cannot read its entry {} ({})",
                    element,
                    json,
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "write, force and read back beside the ledger; compare the ledger with its file", () -> {
                    Scratch.test(store, "ledger");
                    synchronized (this) {
                        Map<ElementId, Entry> held = entries();
                        int stored = store.read(session -> session.ledger().size());
                        for (Map.Entry<ElementId, Entry> entry : held.entrySet()) {
                            String json = store.read(session -> String.valueOf(
                                    session.ledger().get(entry.getKey().value())));
                            if (!codec.decode(Entry.class, json).equals(entry.getValue()))
                                throw new IllegalStateException(entry.getKey() + " is stored as " + json
                                        + " but held as " + entry.getValue() + ": restart the node");
                        }
                        return held.size() + " of " + stored + " stored elements are known";
                    }
                });
    }
}
