package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A ledger in a properties file, which survives the JVM that wrote it. */
final class FileLedger implements ProcessLedger {
    private final Path file;
    final AtomicInteger starts = new AtomicInteger();

    FileLedger(Path file) {
        this.file = file;
    }

    @Override
    public synchronized Optional<Entry> find(ElementId element) {
        return Optional.ofNullable(all().get(element));
    }

    @Override
    public synchronized Map<ElementId, Entry> all() {
        Map<ElementId, Entry> all = new LinkedHashMap<>();
        load().forEach((key, value) -> all.put(new ElementId((String) key), parse((String) value)));
        return all;
    }

    @Override
    public synchronized void put(ElementId element, Entry entry) {
        Properties properties = load();
        properties.setProperty(
                element.value(),
                switch (entry) {
                    case Started(Identity(long pid, Instant started, String action, var description, var ending)) ->
                        pid + " " + started.toEpochMilli() + " " + action + " " + description.orElse("-") + " "
                                + ending.orElse("").replace(' ', '_');
                    case StoppedByOperator(Instant at) -> "stopped " + at.toEpochMilli();
                });
        store(properties);
        if (entry instanceof Started) starts.incrementAndGet();
    }

    @Override
    public synchronized void remove(ElementId element) {
        Properties properties = load();
        properties.remove(element.value());
        store(properties);
    }

    @Override
    public AutoCloseable onChange(Consumer<ElementId> listener) {
        return () -> {};
    }

    private static Entry parse(String text) {
        String[] words = text.split(" ");
        Instant at = Instant.ofEpochMilli(Long.parseLong(words[1]));
        return words[0].equals("stopped")
                ? new StoppedByOperator(at)
                : new Started(new Identity(
                        Long.parseLong(words[0]),
                        at,
                        words[2],
                        words.length > 3 && !words[3].equals("-")
                                ? java.util.Optional.of(words[3])
                                : java.util.Optional.empty(),
                        words.length > 4
                                ? java.util.Optional.of(words[4].replace('_', ' '))
                                : java.util.Optional.empty()));
    }

    private Properties load() {
        Properties properties = new Properties();
        if (!Files.exists(file)) return properties;
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void store(Properties properties) {
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
