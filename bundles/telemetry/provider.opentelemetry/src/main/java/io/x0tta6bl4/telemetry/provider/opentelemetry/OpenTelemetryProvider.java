package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.Span;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Traces and metrics by the OpenTelemetry SDK; configured by the environment variables of its specification. */
@Component(
        immediate = true,
        service = {Tracing.class, Metrics.class, SelfTest.class, OpenTelemetryProvider.class},
        property = {"x0.capability=telemetry", "x0.name=opentelemetry"})
public final class OpenTelemetryProvider implements Tracing, Metrics, SelfTest {
    /** What is wrong with the settings; empty when nothing is. */
    private final String wrong;

    private final Instant began = SteadyClock.system().instant();
    private final Collection collection = new Collection();
    private final Resource resource;
    private final Pipeline pipeline;
    private final @Nullable MetricExport metricExport;
    private final @Nullable LogExport logExport;
    private final OwnMetrics own;

    @Activate
    public OpenTelemetryProvider(BundleContext context) {
        this(Wanted.of(System.getenv()), String.valueOf(context.getProperty("x0.node")));
    }

    OpenTelemetryProvider(Settings settings, String node) {
        this(new Wanted(settings, ""), node);
    }

    OpenTelemetryProvider(Wanted wanted, String node) {
        Settings settings = wanted.settings();
        this.wrong = wanted.wrong();
        this.resource = Resource.create(Attributes.builder()
                .put("service.name", settings.service())
                .put("service.instance.id", node)
                .put("telemetry.sdk.name", "opentelemetry")
                .put("telemetry.sdk.language", "java")
                .put("process.pid", ProcessHandle.current().pid())
                .build());
        this.pipeline = new Pipeline(settings, resource, Pipeline.exporter(settings));
        this.metricExport = settings.endpoint()
                .map(e -> new MetricExport(
                        MetricExport.exporter(settings),
                        () -> new Conversion(resource, began, Instant.now()).of(all()),
                        settings.interval().toMillis()))
                .orElse(null);
        this.logExport = settings.endpoint()
                .map(e -> new LogExport(resource, LogExport.exporter(settings)))
                .orElse(null);
        MetricExport export = metricExport;
        this.own = new OwnMetrics(pipeline, collection, () -> export == null ? 0 : export.failures(), logExport);
    }

    /** Where lines of the log go; null when nothing leaves the node. */
    @Nullable
    LogExport logs() {
        return logExport;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSource(ServiceReference<MetricSource> reference, MetricSource source) {
        collection.bind(reference, source);
    }

    void unbindSource(ServiceReference<MetricSource> reference) {
        collection.unbind(reference);
    }

    @Deactivate
    void close() {
        if (metricExport != null) metricExport.close();
        if (logExport != null) logExport.close();
        pipeline.close();
        collection.close();
    }

    /** The settings, and what is wrong with what was asked for: then nothing leaves the node and the self-test fails. */
    record Wanted(Settings settings, String wrong) {
        static Wanted of(Map<String, String> environment) {
            try {
                return new Wanted(Settings.of(environment), "");
            } catch (IllegalArgumentException e) {
                return new Wanted(Settings.of(Map.of()), String.valueOf(e.getMessage()));
            }
        }
    }

    private Map<Metric, List<Sample>> all() {
        Map<Metric, List<Sample>> all = collection.collect();
        for (Sample sample : own.samples())
            all.computeIfAbsent(sample.metric(), m -> new ArrayList<>()).add(sample);
        return all;
    }

    @Override
    public TraceContext begin() {
        return pipeline.begin();
    }

    @Override
    public TraceContext child(TraceContext of) {
        return pipeline.child(of);
    }

    @Override
    public void emit(FinishedSpan span) {
        pipeline.emit(span);
    }

    @Override
    public Span start(String name, SpanKind kind, Optional<TraceContext> parent) {
        return pipeline.start(name, kind, parent);
    }

    @Override
    public Optional<TraceContext> current() {
        return Pipeline.current();
    }

    @Override
    public List<FinishedSpan> recall(String traceId) {
        return pipeline.recall(traceId);
    }

    @Override
    public ExportState state() {
        ExportState state = pipeline.state();
        if (wrong.isEmpty()) return state;
        return new ExportState(
                state.receiver(), state.spans(), state.exported(), state.dropped(), state.queued(), wrong);
    }

    @Override
    public List<Metric> catalogue() {
        Map<String, Metric> metrics = new TreeMap<>();
        collection.catalogue().forEach(metric -> metrics.put(metric.name(), metric));
        own.metrics().forEach(metric -> metrics.put(metric.name(), metric));
        return List.copyOf(metrics.values());
    }

    @Override
    public List<Sample> collect() {
        return all().values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String exposition(boolean exemplars) {
        return Exposition.of(all(), exemplars);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("tell a span and find it again, collect all metrics", () -> {
            if (!wrong.isEmpty()) throw new IllegalStateException(wrong + "; nothing leaves the node meanwhile");
            Instant now = SteadyClock.system().instant();
            TraceContext place = begin();
            emit(new FinishedSpan(
                    Pipeline.SELF_TEST,
                    place,
                    Optional.empty(),
                    SpanKind.INTERNAL,
                    now,
                    now,
                    List.of(),
                    Optional.empty()));
            if (recall(place.traceId()).size() != 1) throw new IllegalStateException("the span told was not kept");
            int series = collect().size();
            ExportState state = state();
            String receiver = state.receiver()
                    .map(r -> state.trouble().isEmpty() ? r : r + " takes nothing: " + state.trouble())
                    .orElse("no receiver: OTEL_EXPORTER_OTLP_ENDPOINT is not set");
            return series + " series; " + receiver;
        });
    }
}
