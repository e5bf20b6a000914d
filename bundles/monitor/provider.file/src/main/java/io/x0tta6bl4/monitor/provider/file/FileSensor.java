package io.x0tta6bl4.monitor.provider.file;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sensor for the configuration files of processes: whether they are what last worked. A change in a folder is an event;
 * every five seconds all are looked at, because new baselines and some file systems send none.
 */
@Component(property = {"x0.capability=monitor", "x0.name=" + FileSensor.NAME})
public final class FileSensor implements Sensor, SelfTest {
    static final String NAME = "file";
    private static final Logger LOG = LoggerFactory.getLogger(FileSensor.class);

    /** How long a call waits for knowledge that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<Baselines> hot = new HotReference<>("knowledge (baselines)", GATE);
    private final Baselines baselines;
    private final InstantSource clock;
    private final Duration period;
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("x0-sensor-file").daemon().unstarted(task));
    private final Map<ElementId, Comparison> watched = new HashMap<>(); // of the worker thread alone
    private final Set<Path> busy = ConcurrentHashMap.newKeySet(); // folders with events; no more than are watched
    private volatile ObservationSink sink = observation -> {};
    private volatile Optional<Folders> folders = Optional.empty();
    private volatile boolean started;
    private volatile boolean closed;

    @Activate
    public FileSensor() {
        this(SteadyClock.system(), Duration.ofSeconds(5));
    }

    FileSensor(Baselines baselines, InstantSource clock, Duration period) {
        this(clock, period);
        hot.bind(0, baselines);
    }

    private FileSensor(InstantSource clock, Duration period) {
        this.baselines = hot.as(Baselines.class);
        this.clock = clock;
        this.period = period;
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBaselines(ServiceReference<Baselines> reference, Baselines service) {
        hot.bind(reference, service);
    }

    void unbindBaselines(ServiceReference<Baselines> reference) {
        hot.unbind(reference);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized void watch(Model model, ObservationSink sink) {
        if (closed) return;
        this.sink = sink;
        Map<ElementId, List<Path>> files = model.elements().stream()
                .filter(element -> !files(element).isEmpty())
                .collect(Collectors.toUnmodifiableMap(Element::id, FileSensor::files));
        if (!started && files.isEmpty()) return;
        worker.execute(() -> guarded(() -> apply(files)));
        if (started) return;
        started = true;
        ScheduledFuture<?> ignored = worker.scheduleWithFixedDelay(
                () -> guarded(this::lookAtAll), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<Path> files(Element element) {
        return element.subject() instanceof Subject.Process process ? process.configuration() : List.of();
    }

    private void apply(Map<ElementId, List<Path>> files) {
        watched.entrySet().removeIf(one -> !one.getValue().files().equals(files.get(one.getKey())));
        listen(files.values().stream()
                .flatMap(List::stream)
                .map(Path::getParent)
                .collect(Collectors.toSet()));
        files.forEach((element, paths) -> {
            if (watched.containsKey(element)) return;
            Comparison comparison = new Comparison(element, paths, baselines);
            watched.put(element, comparison);
            tell(element, comparison);
        });
    }

    /** Events are listened to from before the first look, so that no change falls between. */
    private synchronized void listen(Set<Path> wanted) {
        if (closed) return;
        try {
            if (folders.isEmpty() && !wanted.isEmpty()) folders = Optional.of(new Folders(this::happened));
        } catch (IOException e) {
            LOG.warn("No events from folders, files are looked at every {} s: {}", period.toSeconds(), e.getMessage());
        }
        folders.ifPresent(f -> f.only(wanted));
    }

    private void happened(Path folder) {
        if (busy.add(folder) && !closed) worker.execute(() -> guarded(() -> lookInto(folder)));
    }

    private void lookInto(Path folder) {
        busy.remove(folder); // before the look: what happens from now on is looked at again
        watched.forEach((element, comparison) -> {
            if (comparison.files().stream().anyMatch(file -> folder.equals(file.getParent())))
                tell(element, comparison);
        });
    }

    private void lookAtAll() {
        listen(watched.values().stream()
                .flatMap(comparison -> comparison.files().stream())
                .map(Path::getParent)
                .collect(Collectors.toSet()));
        watched.forEach(this::tell);
    }

    private void tell(ElementId element, Comparison comparison) {
        Observation seen;
        try {
            seen = comparison.observe(clock.instant());
        } catch (RuntimeException e) {
            String why = "the files could not be compared: " + e.getMessage();
            seen = Observation.absent(element, Signals.CONFIGURATION_STATE, why, clock.instant(), NAME);
        }
        Observation told = seen;
        guarded(() -> sink.accept(told));
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("The file sensor failed once; it goes on with the next look", e);
        }
    }

    @Override
    public List<Observation> look(Element element) {
        List<Path> files = files(element);
        return files.isEmpty()
                ? List.of()
                : List.of(new Comparison(element.id(), files, baselines).observe(clock.instant()));
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("digest a file of its own before and after a change", () -> {
            Path file = Files.createTempFile("x0-self-test", ".conf");
            try {
                Files.writeString(file, "abc");
                String known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
                Fingerprint first = Fingerprint.of(file, new Fingerprint.Unreadable("new"));
                if (!(first instanceof Fingerprint.Content content)
                        || !content.digest().equals(known))
                    throw new IllegalStateException("the digest of a known text came out as " + first);
                Files.writeString(file, "abd");
                if (Fingerprint.of(file, first) instanceof Fingerprint.Content after
                        && after.digest().equals(known))
                    throw new IllegalStateException("a change of " + file + " was not seen");
                return started && folders.isEmpty() ? "changes are polled for" : "changes are events";
            } finally {
                Files.delete(file);
            }
        });
    }

    /** Ends its threads and gives back the events. */
    @Deactivate
    synchronized void close() {
        closed = true;
        worker.shutdownNow();
        hot.close();
        folders.ifPresent(Folders::close);
    }
}
