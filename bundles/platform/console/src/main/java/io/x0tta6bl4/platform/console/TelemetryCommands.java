package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code telemetry:…}: where traces and metrics go, what metrics there are, and the trace of an incident. */
@Component(
        service = TelemetryCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=telemetry",
            "osgi.command.function=status",
            "osgi.command.function=metrics",
            "osgi.command.function=trace"
        })
public final class TelemetryCommands {
    private static final String MARKDOWN = "--markdown";
    private static final Arguments.Usage STATUS = Arguments.Usage.of(
            0,
            0,
            Set.of(Arguments.JSON),
            "telemetry:status [--json]",
            "  Shows where the telemetry goes and what became of the spans told so far.");
    private static final Arguments.Usage METRICS = Arguments.Usage.of(
            0,
            0,
            Set.of(Arguments.JSON, MARKDOWN),
            "telemetry:metrics [--json | --markdown]",
            "  Lists every metric of this node.",
            "  --markdown   the table of docs/metrics.md");
    private static final Arguments.Usage TRACE = Arguments.Usage.of(
            1,
            1,
            Set.of(Arguments.JSON),
            "telemetry:trace ID [--json]",
            "  Shows the spans of an incident, or of a trace id, that this node still remembers.");

    private final Capability<Tracing> tracing = new Capability<>("telemetry");
    private final Capability<Metrics> metrics = new Capability<>("telemetry");
    private final Capability<Journal> journal = new Capability<>("journal");

    @Activate
    public TelemetryCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTracing(ServiceReference<Tracing> reference, Tracing service) {
        tracing.bind(reference, service);
    }

    void unbindTracing(ServiceReference<Tracing> reference) {
        tracing.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(ServiceReference<Metrics> reference, Metrics service) {
        metrics.bind(reference, service);
    }

    void unbindMetrics(ServiceReference<Metrics> reference) {
        metrics.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    @Deactivate
    void close() {
        tracing.close();
        metrics.close();
        journal.close();
    }

    @Descriptor("shows where the telemetry goes and what became of it")
    public String status(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(STATUS, given);
        if (arguments.help()) return STATUS.help();
        Tracing.ExportState state = tracing.ask(Tracing::state);
        if (arguments.json())
            return Json.createObjectBuilder()
                    .add("receiver", state.receiver().orElse(""))
                    .add("spans", state.spans())
                    .add("exported", state.exported())
                    .add("dropped", state.dropped())
                    .add("queued", state.queued())
                    .add("trouble", state.trouble())
                    .build()
                    .toString();
        boolean wrong = state.receiver().isEmpty() && !state.trouble().isEmpty();
        String where = state.receiver()
                .map(receiver -> "Telemetry goes to " + receiver + " (OTLP over HTTP).")
                .orElse("Telemetry stays on this node: "
                        + (wrong ? state.trouble() : "OTEL_EXPORTER_OTLP_ENDPOINT is not set")
                        + ".");
        return where + "\nSpans: " + state.spans() + " told, " + state.exported() + " exported, " + state.dropped()
                + " dropped, " + state.queued() + " waiting."
                + (wrong || state.trouble().isEmpty() ? "" : "\nThe last export failed: " + state.trouble());
    }

    @Descriptor("lists every metric of this node")
    public String metrics(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(METRICS, given);
        if (arguments.help()) return METRICS.help();
        List<Metric> all = metrics.ask(Metrics::catalogue);
        if (arguments.json()) return json(all);
        if (arguments.has(MARKDOWN))
            return all.stream().map(TelemetryCommands::row).collect(Collectors.joining("\n"));
        Table table = new Table("METRIC", "TYPE", "UNIT", "LABELS", "WHAT");
        for (Metric metric : all)
            table.row(
                    metric.name(),
                    type(metric),
                    metric.unit(),
                    String.join(",", metric.labels()),
                    metric.description());
        return table.render(Screen.of(session));
    }

    private static String json(List<Metric> all) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Metric metric : all)
            array.add(Json.createObjectBuilder()
                    .add("name", metric.name())
                    .add("type", type(metric))
                    .add("unit", metric.unit())
                    .add("labels", Json.createArrayBuilder(metric.labels()))
                    .add("description", metric.description()));
        return array.build().toString();
    }

    private static String type(Metric metric) {
        return metric.type().name().toLowerCase(Locale.ROOT);
    }

    private static String row(Metric metric) {
        return "| `" + metric.name() + "` | " + type(metric) + " | `" + metric.unit() + "` | "
                + metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", ")) + " | "
                + metric.description() + " |";
    }

    @Descriptor("shows the spans of an incident or of a trace")
    public String trace(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(TRACE, given);
        if (arguments.help()) return TRACE.help();
        String id = arguments.word(0);
        String trace = id.matches("[0-9a-f]{32}") ? id : traceOf(id);
        List<FinishedSpan> spans = tracing.ask(t -> t.recall(trace));
        if (spans.isEmpty())
            throw new CommandFailed("This node remembers no span of trace " + trace
                    + ": it keeps the last 2,000, and none from before its start");
        return arguments.json() ? spansJson(trace, spans) : "trace " + trace + "\n\n" + tree(spans, session);
    }

    private String traceOf(String incident) {
        return journal.ask(j -> j.ofIncident(incident)).stream()
                .map(JournalEntry::trace)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailed("'" + incident + "' is no trace id and no incident that was traced"));
    }

    private static String tree(List<FinishedSpan> spans, CommandSession session) {
        Map<String, Integer> depth = new HashMap<>();
        Table table = new Table("AFTER", "TOOK", "SPAN", "FACTS");
        for (FinishedSpan span : spans) {
            int level = span.parent()
                    .map(TraceContext::spanId)
                    .map(p -> depth.getOrDefault(p, 0) + 1)
                    .orElse(0);
            depth.put(span.context().spanId(), level);
            String facts = span.attributes().stream()
                    .map(a -> a.key() + "=" + a.value())
                    .collect(Collectors.joining(", "));
            table.row(
                    "+" + Words.duration(Duration.between(spans.getFirst().start(), span.start())),
                    Words.duration(Duration.between(span.start(), span.end())),
                    new Table.Cell(
                            "  ".repeat(level) + span.name(), span.error().isPresent() ? Colour.RED : Colour.GREEN),
                    facts);
        }
        return table.render(Screen.of(session));
    }

    private static String spansJson(String trace, List<FinishedSpan> spans) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (FinishedSpan span : spans) {
            var attributes = Json.createObjectBuilder();
            for (Attribute attribute : span.attributes())
                attributes.add(attribute.key(), String.valueOf(attribute.value()));
            array.add(Json.createObjectBuilder()
                    .add("name", span.name())
                    .add("span", span.context().spanId())
                    .add("parent", span.parent().map(TraceContext::spanId).orElse(""))
                    .add("start", span.start().toString())
                    .add("end", span.end().toString())
                    .add("error", span.error().orElse(""))
                    .add("attributes", attributes));
        }
        return Json.createObjectBuilder()
                .add("trace", trace)
                .add("spans", array)
                .build()
                .toString();
    }
}
