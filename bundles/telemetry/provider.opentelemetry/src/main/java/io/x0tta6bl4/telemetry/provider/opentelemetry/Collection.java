package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every source; one that fails says nothing and is counted, one that says too much is cut. */
final class Collection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collection.class);
    private static final Duration GATE = Duration.ofMillis(100);

    private final Map<Comparable<?>, HotReference<MetricSource>> sources = new ConcurrentHashMap<>();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    void bind(Comparable<?> rank, MetricSource source) {
        HotReference<MetricSource> reference = new HotReference<>("a source of metrics", GATE);
        reference.bind(rank, source);
        sources.put(rank, reference);
    }

    void unbind(Comparable<?> rank) {
        HotReference<MetricSource> reference = sources.remove(rank);
        if (reference != null) reference.close();
    }

    List<Metric> catalogue() {
        Map<String, Metric> all = new TreeMap<>();
        for (HotReference<MetricSource> source : sources.values())
            ask(source, MetricSource::metrics).ifPresent(metrics -> metrics.forEach(m -> all.put(m.name(), m)));
        return List.copyOf(all.values());
    }

    /** By metric, each with its series, of which no two have the same labels. */
    Map<Metric, List<Sample>> collect() {
        Map<String, Metric> metrics = new TreeMap<>();
        Map<String, Map<List<String>, Sample>> series = new HashMap<>();
        for (HotReference<MetricSource> source : sources.values())
            for (Sample sample : ask(source, MetricSource::samples).orElse(List.of())) {
                String name = sample.metric().name();
                metrics.putIfAbsent(name, sample.metric());
                add(series.computeIfAbsent(name, n -> new HashMap<>()), sample);
            }
        Map<Metric, List<Sample>> all = new java.util.LinkedHashMap<>();
        metrics.forEach((name, metric) -> all.put(metric, sorted(series.get(name))));
        return all;
    }

    private void add(Map<List<String>, Sample> known, Sample sample) {
        if (known.size() < Metrics.SERIES || known.containsKey(sample.labels())) known.put(sample.labels(), sample);
        else cut.incrementAndGet();
    }

    private static List<Sample> sorted(Map<List<String>, Sample> series) {
        List<Sample> all = new ArrayList<>(series.values());
        all.sort(java.util.Comparator.comparing(sample -> String.join("\u0000", sample.labels())));
        return all;
    }

    private <R> Optional<R> ask(HotReference<MetricSource> source, java.util.function.Function<MetricSource, R> what) {
        try {
            return source.callIfPresent(what);
        } catch (RuntimeException e) {
            if (failed.getAndIncrement() == 0) LOG.warn("A source of metrics failed; it is left out: {}", e.toString());
            return Optional.empty();
        }
    }

    /** How often a source failed. */
    long failed() {
        return failed.get();
    }

    /** Series that were left out because their metric had too many, over all collections. */
    long cut() {
        return cut.get();
    }

    @Override
    public void close() {
        sources.values().forEach(HotReference::close);
    }
}
