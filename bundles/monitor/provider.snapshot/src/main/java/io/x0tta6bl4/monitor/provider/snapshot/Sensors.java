package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** The sensors that are there: each is told of every model, in order, off the caller's thread; each is asked with a limit. */
final class Sensors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sensors.class);

    private final ObservationSink sink;
    private final Map<Sensor, LongAdder> counts = new ConcurrentHashMap<>();
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("monitor-models").factory());
    private final ExecutorService lookers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("monitor-look-", 0).factory());

    Sensors(ObservationSink sink) {
        this.sink = sink;
    }

    void add(Sensor sensor, Model model) {
        counts.put(sensor, new LongAdder());
        later(() -> tell(sensor, model));
    }

    void remove(Sensor sensor) {
        counts.remove(sensor);
    }

    void watch(Model model) {
        later(() -> counts.keySet().forEach(sensor -> tell(sensor, model)));
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

    private void tell(Sensor sensor, Model model) {
        LongAdder count = counts.get(sensor);
        if (count == null) return;
        try {
            sensor.watch(model, observation -> {
                if (!counts.containsKey(sensor)) return;
                count.increment();
                sink.accept(observation);
            });
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Sensor {} did not take model {}", sensor.name(), model.revision(), e);
        }
    }

    List<Observation> look(Element element, Duration limit, InstantSource clock) {
        Map<Sensor, Future<List<Observation>>> asked = new java.util.LinkedHashMap<>();
        for (Sensor sensor : counts.keySet()) asked.put(sensor, lookers.submit(() -> sensor.look(element)));
        long deadline = System.nanoTime() + limit.toNanos();
        List<Observation> seen = new ArrayList<>();
        asked.forEach((sensor, answer) -> seen.addAll(await(sensor, answer, deadline, element, clock)));
        return seen;
    }

    private static List<Observation> await(
            Sensor sensor, Future<List<Observation>> answer, long deadline, Element element, InstantSource clock) {
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
        String signal = "sensor." + sensor.name();
        return List.of(Observation.absent(element.id(), signal, why, clock.instant(), sensor.name()));
    }

    SortedMap<String, Long> counts() {
        SortedMap<String, Long> result = new TreeMap<>();
        counts.forEach((sensor, count) -> result.merge(sensor.name(), count.sum(), Long::sum));
        return result;
    }

    @Override
    public void close() {
        teller.shutdownNow();
        lookers.shutdownNow();
    }
}
