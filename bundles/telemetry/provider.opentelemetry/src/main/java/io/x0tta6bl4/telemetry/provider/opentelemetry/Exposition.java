package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.telemetry.api.Histogram;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.Sample;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The text that Prometheus reads: exposition format 0.0.4, or OpenMetrics 1.0 with exemplars. Names follow the OpenTelemetry
 * specification of Prometheus compatibility: underscores, the unit as a suffix, {@code _total} for counters.
 */
final class Exposition {
    private static final Map<String, String> UNITS = Map.of("s", "seconds", "By", "bytes", "1", "ratio");

    private final StringBuilder out = new StringBuilder(16_384);
    private final boolean open;

    private Exposition(boolean open) {
        this.open = open;
    }

    static String of(Map<Metric, List<Sample>> all, boolean openMetrics) {
        Exposition page = new Exposition(openMetrics);
        all.forEach(page::family);
        if (openMetrics) page.out.append("# EOF\n");
        return page.out.toString();
    }

    /** The name of the family in Prometheus, without the suffix of a counter. */
    static String family(Metric metric) {
        String name = metric.name().replace('.', '_');
        String unit = UNITS.getOrDefault(metric.unit(), "");
        boolean bare = unit.isEmpty()
                || name.endsWith("_" + unit)
                || unit.equals("ratio") && metric.type() != Metric.Type.GAUGE;
        return bare ? name : name + "_" + unit;
    }

    /** The name by which it is asked for: with {@code _total} for a counter. */
    static String name(Metric metric) {
        return metric.type() == Metric.Type.COUNTER ? family(metric) + "_total" : family(metric);
    }

    private void family(Metric metric, List<Sample> samples) {
        String head = open ? family(metric) : name(metric);
        out.append("# HELP ").append(head).append(' ');
        escape(metric.description(), false);
        out.append("\n# TYPE ").append(head).append(' ');
        out.append(metric.type().name().toLowerCase(java.util.Locale.ROOT)).append('\n');
        for (Sample sample : samples)
            switch (sample) {
                case Sample.Number number -> line(name(metric), sample, "", "", number.value());
                case Sample.Distribution distribution -> distribution(family(metric), distribution);
            }
    }

    private void distribution(String name, Sample.Distribution sample) {
        Histogram.State state = sample.state();
        long sum = 0;
        for (int i = 0; i < state.counts().size(); i++) {
            sum += state.counts().get(i);
            boolean last = i == state.bounds().size();
            double from = i == 0 ? Double.NEGATIVE_INFINITY : state.bounds().get(i - 1);
            double to = last ? Double.POSITIVE_INFINITY : state.bounds().get(i);
            start(name + "_bucket", sample, "le", last ? "+Inf" : number(to));
            out.append(sum);
            state.exemplar()
                    .filter(e -> open && e.value() > from && e.value() <= to)
                    .ifPresent(this::exemplar);
            out.append('\n');
        }
        line(name + "_sum", sample, "", "", state.sum());
        line(name + "_count", sample, "", "", sum);
    }

    private void exemplar(Histogram.Exemplar exemplar) {
        out.append(" # {trace_id=\"")
                .append(exemplar.context().traceId())
                .append("\",span_id=\"")
                .append(exemplar.context().spanId())
                .append("\"} ")
                .append(number(exemplar.value()))
                .append(' ')
                .append(BigDecimal.valueOf(exemplar.at().toEpochMilli(), 3).toPlainString());
    }

    private void line(String name, Sample sample, String label, String value, double number) {
        start(name, sample, label, value);
        out.append(number(number)).append('\n');
    }

    private void start(String name, Sample sample, String label, String value) {
        out.append(name);
        List<String> labels = sample.metric().labels();
        if (!labels.isEmpty() || !label.isEmpty()) {
            out.append('{');
            for (int i = 0; i < labels.size(); i++)
                label(labels.get(i).replace('.', '_'), sample.labels().get(i));
            if (!label.isEmpty()) label(label, value);
            out.setCharAt(out.length() - 1, '}');
        }
        out.append(' ');
    }

    private void label(String name, String value) {
        out.append(name).append("=\"");
        escape(value, true);
        out.append("\",");
    }

    private void escape(String text, boolean quotes) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') out.append("\\n");
            else if (c == '\\') out.append("\\\\");
            else if (c == '"' && (quotes || open)) out.append("\\\"");
            else out.append(c);
        }
    }

    static String number(double value) {
        if (Double.isNaN(value)) return "NaN";
        if (Double.isInfinite(value)) return value > 0 ? "+Inf" : "-Inf";
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
