package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contents as files under {@code <x0.data>/baselines}, their index and the rejected digests in the store. */
@Component(
        service = {Baselines.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class StoredBaselines implements Baselines, SelfTest {
    static final int SIZE_LIMIT = 64 << 20;
    private static final int KEPT = 3;
    private static final int REJECTED = 100;
    private static final Logger LOG = LoggerFactory.getLogger(StoredBaselines.class);

    private final Store store;
    private final ContentFiles files;
    private final InstantSource clock;
    private final Codec codec = new Codec();

    /** What failed, and why. */
    record Rejection(String digest, String why, Instant at) {}

    /** All that is known of one content's name: kept ones newest first, rejected ones newest last. */
    record Shelf(List<Baseline> kept, List<Rejection> rejected) {
        boolean rejects(String digest) {
            return rejected.stream().anyMatch(rejection -> rejection.digest().equals(digest));
        }
    }

    @Activate
    public StoredBaselines(BundleContext context, @Reference(policyOption = ReferencePolicyOption.GREEDY) Store store) {
        this(
                store,
                Path.of(Objects.requireNonNull(
                                context.getProperty("x0.data"), "the framework property x0.data names no directory"))
                        .resolve("baselines"),
                SteadyClock.system());
    }

    StoredBaselines(Store store, Path directory, InstantSource clock) {
        this.store = store;
        this.files = new ContentFiles(directory);
        this.clock = clock;
    }

    @Override
    public synchronized Baseline keep(ElementId element, String name, String version, byte[] content) {
        if (content.length > SIZE_LIMIT)
            throw new IllegalArgumentException(name + " of " + element + " has " + content.length
                    + " bytes; a baseline has at most " + SIZE_LIMIT);
        Baseline kept = new Baseline(element, name, ContentFiles.digest(content), version, clock.instant());
        Shelf shelf = shelf(element, name);
        if (shelf.rejects(kept.digest()))
            throw new IllegalArgumentException(name + " of " + element + " with digest " + kept.digest()
                    + " was rejected as one that failed, and is not taken for good");
        onDisk("keep", kept, () -> files.write(element, kept.digest(), content));
        List<Baseline> others = without(shelf.kept(), b -> b.digest().equals(kept.digest()));
        others.addFirst(kept);
        put(element, name, new Shelf(others.subList(0, Math.min(KEPT, others.size())), shelf.rejected()));
        forget(element, shelf.kept());
        return kept;
    }

    @Override
    public Optional<Baseline> newest(ElementId element, String name) {
        return shelf(element, name).kept().stream().findFirst();
    }

    @Override
    public List<Baseline> of(ElementId element) {
        return shelves(element).stream()
                .flatMap(shelf -> shelf.kept().stream())
                .sorted(Comparator.comparing(Baseline::at).reversed())
                .toList();
    }

    @Override
    public InputStream open(Baseline baseline) {
        try {
            return files.open(baseline.element(), baseline.digest());
        } catch (IOException e) {
            throw failed("open", baseline, e);
        }
    }

    @Override
    public synchronized void reject(ElementId element, String name, String digest, String why) {
        Shelf shelf = shelf(element, name);
        List<Rejection> rejected = new ArrayList<>(shelf.rejected());
        rejected.removeIf(rejection -> rejection.digest().equals(digest));
        rejected.addLast(new Rejection(digest, why, clock.instant()));
        List<Baseline> kept =
                without(shelf.kept(), baseline -> baseline.digest().equals(digest));
        int from = Math.max(0, rejected.size() - REJECTED);
        put(element, name, new Shelf(kept, rejected.subList(from, rejected.size())));
        forget(element, shelf.kept());
    }

    @Override
    public boolean rejected(ElementId element, String name, String digest) {
        return shelf(element, name).rejects(digest);
    }

    private static List<Baseline> without(List<Baseline> baselines, Predicate<Baseline> dropped) {
        List<Baseline> rest = new ArrayList<>(baselines);
        rest.removeIf(dropped);
        return rest;
    }

    private Shelf shelf(ElementId element, String name) {
        return store.read(session -> Optional.ofNullable(session.baselines().get(key(element, name))))
                .map(json -> codec.decode(Shelf.class, json))
                .orElse(new Shelf(List.of(), List.of()));
    }

    private List<Shelf> shelves(ElementId element) {
        String prefix = key(element, "");
        return store.read(session -> {
            List<Shelf> shelves = new ArrayList<>();
            for (Iterator<String> keys = session.baselines().keyIterator(prefix); keys.hasNext(); ) {
                String key = keys.next();
                if (!key.startsWith(prefix)) break;
                shelves.add(codec.decode(Shelf.class, session.baselines().get(key)));
            }
            return shelves;
        });
    }

    private void put(ElementId element, String name, Shelf shelf) {
        String json = codec.encode(Shelf.class, shelf);
        store.write(session -> session.baselines().put(key(element, name), json) == null);
    }

    private static String key(ElementId element, String name) {
        return element.value() + ' ' + name;
    }

    /** Deletes the files that no name of the element needs any more; a file left over is only space. */
    private void forget(ElementId element, List<Baseline> before) {
        List<String> needed = of(element).stream().map(Baseline::digest).toList();
        for (Baseline baseline : before) {
            if (needed.contains(baseline.digest())) continue;
            try {
                files.delete(element, baseline.digest());
            } catch (IOException e) {
                LOG.warn("{} was not deleted: {}", files.path(element, baseline.digest()), e.getMessage());
            }
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void onDisk(String verb, Baseline baseline, Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw failed(verb, baseline, e);
        }
    }

    private static UncheckedIOException failed(String verb, Baseline baseline, IOException e) {
        return new UncheckedIOException(
                "could not " + verb + " " + baseline.name() + " of " + baseline.element() + ": " + Opening.words(e), e);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("write a file, force it, read it back with its digest; write beside the index", () -> {
            Scratch.test(store, "baselines");
            ElementId element = new ElementId("self-test");
            byte[] content = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
            String digest = ContentFiles.digest(content);
            files.write(element, digest, content);
            try (InputStream back = files.open(element, digest)) {
                return back.readAllBytes().length + " bytes came back with digest " + digest;
            } finally {
                files.delete(element, digest);
            }
        });
    }
}
