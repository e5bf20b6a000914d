package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sensors that are there: each is told of every model, in order, off the caller's thread; each is asked with a limit. Of
 * two of one name, which is what a swap looks like, only the one that serves is listened to and asked.
 */
final class Sensors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sensors.class);
    /** How long a look waits for a sensor that is just being replaced. */
    private static final Duration GATE = Duration.ofMillis(500);

    private final ObservationSink sink;
    private final Map<Comparable<?>, Ear> ears = new ConcurrentHashMap<>();
    private final Map<String, HotReference<Sensor>> byName = new ConcurrentHashMap<>();
    /** Names of sensors that have left, and since when that is known; {@link Instant#MAX} until somebody asks. */
    private final Map<String, Instant> departed = new ConcurrentHashMap<>();

    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("monitor-models").factory());
    private final ExecutorService lookers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("monitor-look-", 0).factory());

    /** One sensor, and what it said while another of its name served. */
    private final class Ear {
        private final Comparable<?> rank;
        private final String name;
        private final HotReference<Sensor> sensor;
        private final LongAdder count = new LongAdder();
        private final Map<String, Observation> unheard = new ConcurrentHashMap<>();

        Ear(Comparable<?> rank, Sensor sensor) {
            this.rank = rank;
            this.name = sensor.name();
            this.sensor = new HotReference<>("sensor " + name, Duration.ZERO);
            this.sensor.bind(rank, sensor);
        }

        void tell(Model model) {
            try {
                sensor.callIfPresent(s -> {
                    s.watch(model, this::hear);
                    return name;
                });
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Sensor {} did not take model {}", name, model.revision(), e);
            }
        }

        private void hear(Observation observation) {
            if (!ears.containsKey(rank)) return;
            if (named(name).serves(rank)) {
                count.increment();
                sink.accept(observation);
            } else if (observation.reading() instanceof Reading.State) {
                unheard.put(observation.element() + "|" + observation.signal(), observation);
            }
        }

        /** It serves from now on: what fell between the last word of the other and its own first is caught up with. */
        void serve() {
            unheard.values().forEach(sink::accept);
            unheard.clear();
        }
    }

    Sensors(ObservationSink sink) {
        this.sink = sink;
    }

    private HotReference<Sensor> named(String name) {
        return byName.computeIfAbsent(name, n -> new HotReference<>("sensor " + n, GATE));
    }

    void add(Comparable<?> rank, Sensor sensor, Model model) {
        Ear ear = new Ear(rank, sensor);
        ears.put(rank, ear);
        synchronized (byName) {
            named(ear.name).bind(rank, sensor);
        }
        departed.remove(ear.name);
        later(() -> ear.tell(model));
    }

    /** Returns when no call on it runs any more. */
    void remove(Comparable<?> rank) {
        Ear gone = ears.get(rank);
        if (gone == null) return;
        HotReference<Sensor> hot = named(gone.name);
        hot.unbind(rank);
        gone.sensor.unbind(rank);
        ears.remove(rank);
        if (ears.values().stream().noneMatch(e -> e.name.equals(gone.name))) departed.put(gone.name, Instant.MAX);
        ears.values().stream().filter(e -> hot.serves(e.rank)).forEach(Ear::serve);
    }

    /** Names of sensors that left and did not come back in the time in which one that is replaced does; each is told once. */
    Set<String> gone(Instant now) {
        if (departed.isEmpty()) return Set.of();
        Set<String> gone = new HashSet<>();
        departed.replaceAll((name, since) -> since.equals(Instant.MAX) ? now : since);
        departed.forEach((name, since) -> {
            boolean over = !since.plus(HotReference.EXPECTED_BACK).isAfter(now);
            if (over && departed.remove(name, since)) gone.add(name);
        });
        return gone;
    }

    void watch(Model model) {
        later(() -> ears.values().forEach(ear -> ear.tell(model)));
    }

    /** A sensor or model that comes while the monitor is being stopped has nobody left to be told of. */
    private void later(Runnable telling) {
        try {
            teller.execute(telling);
        } catch (RejectedExecutionException e) {
            LOG.debug("The monitor is being stopped; nothing is told any more");
        }
    }

    /** Returns when everything told so far has arrived, after five seconds at the latest. */
    void settle() {
        try {
            teller.submit(() -> {}).get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the sensors were not told of the model in time", e);
        }
    }

    List<Observation> look(Element element, Duration limit, InstantSource clock) {
        forget();
        Map<String, Future<List<Observation>>> asked = new LinkedHashMap<>();
        Optional<TraceContext> place = Propagation.here();
        byName.forEach((name, sensor) -> asked.put(
                name,
                lookers.submit(
                        () -> Propagation.within(place, () -> sensor.<List<Observation>>call(s -> s.look(element))))));
        long deadline = System.nanoTime() + limit.toNanos();
        List<Observation> seen = new ArrayList<>();
        asked.forEach((sensor, answer) -> seen.addAll(await(sensor, answer, deadline, element, clock)));
        return seen;
    }

    /** A sensor that left and did not come back is not expected any more. */
    private void forget() {
        synchronized (byName) {
            byName.values().removeIf(hot -> !hot.present() && !hot.awaited());
        }
    }

    private static List<Observation> await(
            String sensor, Future<List<Observation>> answer, long deadline, Element element, InstantSource clock) {
        String why;
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            why = "no answer in time";
        } catch (ExecutionException e) {
            why = String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "interrupted";
        }
        answer.cancel(true);
        return List.of(Observation.absent(element.id(), "sensor." + sensor, why, clock.instant(), sensor));
    }

    SortedMap<String, Long> counts() {
        SortedMap<String, Long> result = new TreeMap<>();
        ears.values().forEach(ear -> result.merge(ear.name, ear.count.sum(), Long::sum));
        return result;
    }

    @Override
    public void close() {
        byName.values().forEach(HotReference::close);
        teller.shutdownNow();
        lookers.shutdownNow();
    }
}
