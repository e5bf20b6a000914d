package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class IncidentPageTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
    private static final ElementId STORE = new ElementId("store");
    private static final ElementId WEB = new ElementId("web");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String NASTY = "</title><script>alert('x')</script>";
    private static final Journal.Verification INTACT = new Journal.Verification(3, true, "all fit");

    private static Symptom slow() {
        List<Observation> evidence = new ArrayList<>();
        for (int i = 0; i < 5; i++)
            evidence.add(Observation.measured(STORE, "http.latency", 10 + 90 * i, "ms", AT.plusSeconds(i), "http"));
        return new Symptom(
                STORE,
                Symptom.Kind.values()[0],
                "http.latency",
                AT,
                1,
                "threshold",
                Threshold.Response.HEAL,
                evidence,
                NASTY);
    }

    private static List<JournalEntry> entries() {
        Diagnosis diagnosis = new Diagnosis(
                List.of(new Cause(STORE, Cause.Kind.HANG, 0.9, NASTY)), List.of(slow()), Set.of(WEB), NASTY);
        Incident incident =
                new Incident("I-000001", STORE, diagnosis, Incident.State.WATCHED, AT, AT, AT.plusSeconds(3), 1, NASTY);
        List<JournalRecord> records = List.of(
                new JournalRecord.Raised("I-000001", slow()),
                new JournalRecord.Diagnosed("I-000001", diagnosis),
                new JournalRecord.Changed("I-000001", incident));
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < records.size(); i++)
            entries.add(new JournalEntry(i + 1, AT.plusMillis(i), records.get(i), "{}", "0", Optional.of(TRACE)));
        return entries;
    }

    private static Model model() {
        return new Model(
                1,
                "n",
                List.of(
                        Element.discovered(STORE, new Subject.Endpoint(), "x", Set.of()),
                        Element.discovered(WEB, new Subject.Endpoint(), "x", Set.of(STORE))),
                new Policy(Brakes.defaults(), List.of()));
    }

    private static String page() {
        FinishedSpan span = new FinishedSpan(
                "diagnosis",
                new TraceContext(TRACE, "00f067aa0ba902b7", true),
                Optional.empty(),
                SpanKind.INTERNAL,
                AT,
                AT.plusMillis(4),
                List.of(),
                Optional.of("x"));
        return IncidentPage.of(entries(), Optional.of(model()), List.of(span), INTACT)
                .orElseThrow();
    }

    @Test
    void it_shows_the_cause_in_the_graph_the_trace_the_signals_and_the_chain() {
        assertThat(page())
                .contains("I-000001 on store: WATCHED", TRACE, "class=\"box cause\"", "class=\"box suffers\"")
                .contains(
                        "class=\"bar bad\"",
                        "store http.latency",
                        "class=\"line\"",
                        "The hashes of the journal verify");
    }

    @Test
    void it_needs_nothing_beside_itself_and_has_a_dark_side() {
        assertThat(page())
                .contains("prefers-color-scheme:dark")
                .doesNotContain("http://", "https://", "<script", "src=", "@import");
    }

    @Test
    void the_last_reading_ends_at_the_edge_of_its_chart_however_long_its_words_are() {
        assertThat(page()).contains("x=\"856\" y=\"14\" text-anchor=\"end\"");
    }

    @Test
    void words_from_outside_are_never_markup() throws Exception {
        String page = page().replace("<!doctype html>", "").replaceAll("<meta[^>]*>", "");
        var factory = DocumentBuilderFactory.newInstance();
        var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(1);
    }

    @Test
    void without_a_model_or_a_trace_it_says_so() {
        assertThat(IncidentPage.of(entries(), Optional.empty(), List.of(), INTACT)
                        .orElseThrow())
                .contains("no element model now", "remembers no span");
        assertThat(IncidentPage.of(entries().subList(0, 2), Optional.empty(), List.of(), INTACT))
                .isEmpty();
    }
}
