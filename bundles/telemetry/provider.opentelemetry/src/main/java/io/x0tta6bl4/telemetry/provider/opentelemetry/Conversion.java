package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoubleExemplarData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableDoublePointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableGaugeData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableHistogramPointData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableSumData;
import io.opentelemetry.sdk.resources.Resource;
import io.x0tta6bl4.telemetry.api.Histogram;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our series as the data of the SDK, cumulative since the node started. */
final class Conversion {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("io.x0tta6bl4");

    private final Resource resource;
    private final long began;
    private final long now;

    Conversion(Resource resource, Instant began, Instant now) {
        this.resource = resource;
        this.began = nanos(began);
        this.now = nanos(now);
    }

    List<MetricData> of(Map<Metric, List<Sample>> all) {
        List<MetricData> converted = new ArrayList<>(all.size());
        all.forEach((metric, samples) -> converted.add(of(metric, samples)));
        return converted;
    }

    private MetricData of(Metric metric, List<Sample> samples) {
        String name = metric.name();
        String about = metric.description();
        String unit = metric.unit();
        return switch (metric.type()) {
            case COUNTER ->
                ImmutableMetricData.createDoubleSum(
                        resource,
                        SCOPE,
                        name,
                        about,
                        unit,
                        ImmutableSumData.create(true, AggregationTemporality.CUMULATIVE, numbers(samples)));
            case GAUGE ->
                ImmutableMetricData.createDoubleGauge(
                        resource, SCOPE, name, about, unit, ImmutableGaugeData.create(numbers(samples)));
            case HISTOGRAM ->
                ImmutableMetricData.createDoubleHistogram(
                        resource,
                        SCOPE,
                        name,
                        about,
                        unit,
                        ImmutableHistogramData.create(AggregationTemporality.CUMULATIVE, distributions(samples)));
        };
    }

    private List<DoublePointData> numbers(List<Sample> samples) {
        List<DoublePointData> points = new ArrayList<>();
        for (Sample sample : samples)
            if (sample instanceof Sample.Number number)
                points.add(ImmutableDoublePointData.create(began, now, labels(sample), number.value()));
        return points;
    }

    private List<HistogramPointData> distributions(List<Sample> samples) {
        List<HistogramPointData> points = new ArrayList<>();
        for (Sample sample : samples)
            if (sample instanceof Sample.Distribution distribution) {
                Histogram.State state = distribution.state();
                points.add(ImmutableHistogramPointData.create(
                        began,
                        now,
                        labels(sample),
                        state.sum(),
                        false,
                        0,
                        false,
                        0,
                        state.bounds(),
                        state.counts(),
                        exemplars(state)));
            }
        return points;
    }

    private static List<DoubleExemplarData> exemplars(Histogram.State state) {
        return state
                .exemplar()
                .map(e -> ImmutableDoubleExemplarData.create(
                        Attributes.empty(),
                        nanos(e.at()),
                        SpanContext.create(
                                e.context().traceId(),
                                e.context().spanId(),
                                TraceFlags.getSampled(),
                                TraceState.getDefault()),
                        e.value()))
                .stream()
                .toList();
    }

    private static Attributes labels(Sample sample) {
        AttributesBuilder labels = Attributes.builder();
        List<String> names = sample.metric().labels();
        for (int i = 0; i < names.size(); i++)
            labels.put(names.get(i), sample.labels().get(i));
        return labels.build();
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }
}
