package io.x0tta6bl4.itests.identity;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What stands around identity on a node, in memory. */
final class Parts {
    private Parts() {}

    /** The watch file. */
    static final class Watch implements ElementModel {
        volatile List<Registration> registrations = List.of();

        @Override
        public Model current() {
            return new Model(1, "node", List.of(), Policy.defaults(), registrations);
        }

        @Override
        public void discovered(String source, Collection<Element> elements) {}

        @Override
        public AutoCloseable onChange(Consumer<Model> listener) {
            listener.accept(current());
            return () -> {};
        }
    }

    /** Which process each element is. */
    static final class Ledger implements ProcessLedger {
        private final Map<ElementId, Entry> entries = new ConcurrentHashMap<>();

        @Override
        public Optional<Entry> find(ElementId element) {
            return Optional.ofNullable(entries.get(element));
        }

        @Override
        public Map<ElementId, Entry> all() {
            return Map.copyOf(entries);
        }

        @Override
        public void put(ElementId element, Entry entry) {
            entries.put(element, entry);
        }

        @Override
        public void remove(ElementId element) {
            entries.remove(element);
        }

        @Override
        public AutoCloseable onChange(Consumer<ElementId> listener) {
            return () -> {};
        }
    }

    /** The journal, whose notes are read back as texts. */
    static final class Notes implements Journal {
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public List<JournalEntry> append(List<JournalRecord> records, UnaryOperator<String> traceOf) {
            for (JournalRecord record : records)
                texts.add(record instanceof JournalRecord.Noted noted ? noted.what() : record.toString());
            return List.of();
        }

        @Override
        public List<JournalEntry> read(long fromSequence, int limit) {
            return List.of();
        }

        @Override
        public List<JournalEntry> ofIncident(String incident) {
            return List.of();
        }

        @Override
        public long last() {
            return texts.size();
        }

        @Override
        public Verification verify() {
            return new Verification(texts.size(), true, "in memory");
        }
    }

    /** The key store. */
    static final class Keys implements KeyStore {
        private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
        volatile boolean broken;

        @Override
        public void verify() {
            if (broken) throw new KeyStoreException(KeyStoreException.Reason.DAMAGED, "an octet was turned");
        }

        @Override
        public void put(String name, byte[] secret) {
            verify();
            secrets.put(name, secret.clone());
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
        }

        @Override
        public boolean remove(String name) {
            return secrets.remove(name) != null;
        }

        @Override
        public List<Entry> entries() {
            return List.of();
        }

        @Override
        public void rekey(Path passphraseFile) {}
    }
}
