package io.x0tta6bl4.monitor.provider.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;

/** The points of a metric in one form, whatever kind of metric it is. */
final class Points {

    /** Takes one point. */
    @FunctionalInterface
    interface Taker {
        void take(long key, boolean cumulative, long start, long time, double value, double second);
    }

    private Points() {}

    static Measure.Form form(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM -> metric.getSum().getIsMonotonic() ? Measure.Form.COUNTER : Measure.Form.SUM;
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> Measure.Form.HISTOGRAM;
            default -> Measure.Form.GAUGE;
        };
    }

    static void each(Metric metric, Taker taker) {
        switch (metric.getDataCase()) {
            case GAUGE -> numbers(metric.getGauge().getDataPointsList(), true, taker);
            case SUM ->
                numbers(
                        metric.getSum().getDataPointsList(),
                        cumulative(metric.getSum().getAggregationTemporality()),
                        taker);
            case HISTOGRAM -> {
                boolean all = cumulative(metric.getHistogram().getAggregationTemporality());
                for (var p : metric.getHistogram().getDataPointsList())
                    if (told(p.getFlags()))
                        taker.take(
                                key(p.getAttributesList()),
                                all,
                                p.getStartTimeUnixNano(),
                                p.getTimeUnixNano(),
                                p.getCount(),
                                p.getSum());
            }
            case EXPONENTIAL_HISTOGRAM -> {
                boolean all = cumulative(metric.getExponentialHistogram().getAggregationTemporality());
                for (var p : metric.getExponentialHistogram().getDataPointsList())
                    if (told(p.getFlags()))
                        taker.take(
                                key(p.getAttributesList()),
                                all,
                                p.getStartTimeUnixNano(),
                                p.getTimeUnixNano(),
                                p.getCount(),
                                p.getSum());
            }
            case SUMMARY -> {
                for (var p : metric.getSummary().getDataPointsList())
                    if (told(p.getFlags()))
                        taker.take(
                                key(p.getAttributesList()),
                                true,
                                p.getStartTimeUnixNano(),
                                p.getTimeUnixNano(),
                                p.getCount(),
                                p.getSum());
            }
            case DATA_NOT_SET -> {}
        }
    }

    private static void numbers(List<NumberDataPoint> points, boolean cumulative, Taker taker) {
        for (NumberDataPoint p : points) {
            if (!told(p.getFlags())) continue;
            double value = p.hasAsInt() ? p.getAsInt() : p.hasAsDouble() ? p.getAsDouble() : Double.NaN;
            taker.take(key(p.getAttributesList()), cumulative, p.getStartTimeUnixNano(), p.getTimeUnixNano(), value, 0);
        }
    }

    private static boolean told(int flags) {
        return (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) == 0;
    }

    private static boolean cumulative(AggregationTemporality temporality) {
        return temporality != AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
    }

    /** The same for the same attributes in any order; 64 bits, so that two series of a metric practically never share one. */
    private static long key(List<KeyValue> attributes) {
        long key = 0;
        for (KeyValue one : attributes)
            key += mix(((long) one.getKey().hashCode() << 32) ^ (one.getValue().hashCode() & 0xffffffffL));
        return key;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
