package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Span;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing.ExportState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** From the bundles' words to the SDK and from there to the memory and, where there is a receiver, to the outbox. */
final class Pipeline implements AutoCloseable {
    /** Its spans prove that the pipeline works and go nowhere. */
    static final String SELF_TEST = "x0.self-test";

    private static final String SCOPE = "io.x0tta6bl4";
    private static final long CLOSE_SECONDS = 3;

    private final Ids ids = new Ids();
    private final Memory memory = new Memory();
    private final Settings settings;
    private final @Nullable SpanExporter exporter;
    private final @Nullable Outbox<SpanData> outbox;
    private final AtomicLong spans = new AtomicLong();
    /** For spans that go on in a thread: the SDK as it is. */
    private final SdkTracerProvider living;
    /** For spans that are told as a whole, under ids chosen before: whoever tells one has decided that it is kept. */
    private final SdkTracerProvider whole;

    private final Tracer live;
    private final Tracer told;

    Pipeline(Settings settings, Resource resource, Optional<SpanExporter> exporter) {
        this.settings = settings;
        this.exporter = exporter.orElse(null);
        this.outbox = exporter.map(e -> new Outbox<SpanData>("telemetry-spans", e::export))
                .orElse(null);
        Sampler byRatio = Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio()));
        this.living = builder(resource).setSampler(byRatio).build();
        this.whole = builder(resource)
                .setSampler(Sampler.alwaysOn())
                .setIdGenerator(ids)
                .build();
        this.live = living.get(SCOPE);
        this.told = whole.get(SCOPE);
    }

    private SdkTracerProviderBuilder builder(Resource resource) {
        return SdkTracerProvider.builder()
                .setResource(resource)
                .setSpanLimits(SpanLimits.builder()
                        .setMaxNumberOfAttributes(FinishedSpan.ATTRIBUTES)
                        .setMaxAttributeValueLength(4_096)
                        .build())
                .addSpanProcessor(new Processor());
    }

    static Optional<SpanExporter> exporter(Settings settings) {
        return settings.endpoint().map(endpoint -> {
            var builder = OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces");
            settings.headers().forEach(builder::addHeader);
            return builder.build();
        });
    }

    /** Takes the spans that ended. */
    private final class Processor implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            if (!span.getSpanContext().isSampled()) return;
            SpanData data = span.toSpanData();
            memory.add(data);
            if (data.getName().equals(SELF_TEST)) return;
            spans.incrementAndGet();
            if (outbox != null) outbox.put(data);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    TraceContext begin() {
        return new TraceContext(ids.generateTraceId(), ids.generateSpanId(), true);
    }

    TraceContext child(TraceContext of) {
        return new TraceContext(of.traceId(), ids.generateSpanId(), of.sampled());
    }

    void emit(FinishedSpan span) {
        if (!span.context().sampled()) return;
        Instant start = SteadyClock.system().wall(span.start()); // receivers file it under the wall clock's time
        io.opentelemetry.api.trace.Span begun =
                ids.as(span.context(), () -> builder(span, start).startSpan());
        span.error().ifPresent(why -> begun.setStatus(StatusCode.ERROR, why));
        begun.end(start.plus(Duration.between(span.start(), span.end())));
    }

    private SpanBuilder builder(FinishedSpan span, Instant start) {
        SpanBuilder builder =
                told.spanBuilder(span.name()).setSpanKind(kind(span.kind())).setStartTimestamp(start);
        if (span.parent().isPresent()) builder.setParent(remote(span.parent().get()));
        else builder.setNoParent();
        return builder.setAllAttributes(attributes(span.attributes()));
    }

    Span start(String name, SpanKind kind, Optional<TraceContext> parent) {
        SpanBuilder builder = live.spanBuilder(name);
        if (kind != SpanKind.INTERNAL) builder.setSpanKind(kind(kind));
        if (parent.isPresent()) builder.setParent(remote(parent.get()));
        return new LiveSpan(builder.startSpan());
    }

    static Optional<TraceContext> current() {
        SpanContext context = io.opentelemetry.api.trace.Span.current().getSpanContext();
        return context.isValid() ? Optional.of(LiveSpan.place(context)) : Optional.empty();
    }

    List<FinishedSpan> recall(String traceId) {
        return memory.of(traceId);
    }

    ExportState state() {
        Outbox<SpanData> box = outbox;
        return new ExportState(
                settings.endpoint().map(Object::toString),
                spans.get(),
                box == null ? 0 : box.exported(),
                box == null ? 0 : box.dropped(),
                box == null ? 0 : box.waiting(),
                box == null ? "" : box.trouble());
    }

    private static Context remote(TraceContext place) {
        TraceFlags flags = place.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return Context.root()
                .with(io.opentelemetry.api.trace.Span.wrap(SpanContext.createFromRemoteParent(
                        place.traceId(), place.spanId(), flags, TraceState.getDefault())));
    }

    private static io.opentelemetry.api.trace.SpanKind kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> io.opentelemetry.api.trace.SpanKind.INTERNAL;
            case SERVER -> io.opentelemetry.api.trace.SpanKind.SERVER;
            case CLIENT -> io.opentelemetry.api.trace.SpanKind.CLIENT;
        };
    }

    private static Attributes attributes(List<Attribute> attributes) {
        var builder = Attributes.builder();
        for (Attribute attribute : attributes)
            switch (attribute.value()) {
                case String text -> builder.put(attribute.key(), text);
                case Long number -> builder.put(attribute.key(), number);
                case Double real -> builder.put(attribute.key(), real);
                case Boolean flag -> builder.put(attribute.key(), flag);
                default -> throw new IllegalArgumentException(attribute.key() + " is of no type of an attribute");
            }
        return builder.build();
    }

    @Override
    public void close() {
        living.close();
        whole.close();
        if (outbox != null) outbox.close();
        SpanExporter last = exporter;
        if (last != null) {
            CompletableResultCode ended = last.shutdown();
            ended.join(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
