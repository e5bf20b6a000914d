package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An incident as one page that needs nothing beside itself: no script, no font, no address; for light and for dark. */
final class IncidentPage {
    private static final String STYLE = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--faint:#57606a;--line:#d0d7de;--bad:#b42318;--warn:#9a6700;--good:#1a7f37;--bar:#0969da}
        @media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--faint:#9aa4af;--line:#30363d;--bad:#ff7b72;--warn:#e3b341;--good:#56d364;--bar:#58a6ff}}
        body{background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.15rem;border-bottom:1px solid var(--line);margin-top:2rem}h4{margin:.8rem 0 0;font-weight:600}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line)}
        td{overflow-wrap:anywhere}td:not(:last-child){white-space:nowrap}code{font:13px ui-monospace,monospace}svg{max-width:100%;height:auto}
        .faint{color:var(--faint);fill:var(--faint);font-size:12px}.label{fill:var(--fg);font-size:13px}.bad{color:var(--bad)}.good{color:var(--good)}
        .box{fill:var(--bg);stroke:var(--line);stroke-width:1.5}.box.cause{stroke:var(--bad);stroke-width:3}.box.suffers{stroke:var(--warn);stroke-width:2.5}
        .edge{stroke:var(--faint)}.head{fill:var(--faint)}.bar{fill:var(--bar)}.bar.bad{fill:var(--bad)}.dot{fill:var(--bar)}.line{fill:none;stroke:var(--bar);stroke-width:1.5}
        """;

    private final Html page = new Html();
    private final List<JournalEntry> entries;
    private final Incident incident;

    private IncidentPage(List<JournalEntry> entries, Incident incident) {
        this.entries = entries;
        this.incident = incident;
    }

    /** Empty when the journal holds no state of the incident. */
    static Optional<String> of(
            List<JournalEntry> entries,
            Optional<Model> model,
            List<FinishedSpan> spans,
            Journal.Verification verification) {
        return entries.stream()
                .map(JournalEntry::record)
                .filter(JournalRecord.Changed.class::isInstance)
                .map(record -> ((JournalRecord.Changed) record).now())
                .reduce((before, after) -> after)
                .map(last -> new IncidentPage(entries, last).render(model, spans, verification));
    }

    private String render(Optional<Model> model, List<FinishedSpan> spans, Journal.Verification verification) {
        page.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .tag("title", incident.id() + " on " + incident.element())
                .raw("<style>")
                .raw(STYLE)
                .raw("</style></head><body>");
        page.tag("h1", incident.id() + " on " + incident.element() + ": " + incident.state());
        facts();
        page.tag("h2", "What needs what");
        model.ifPresentOrElse(
                known -> Drawings.graph(page, incident.diagnosis(), incident.element(), known),
                () -> page.tag("p", "The node has no element model now, so there is no picture."));
        page.tag("p", "● the cause, ○ what suffers from it; arrows point at what is needed.", "class", "faint");
        page.tag("h2", "Trace");
        if (spans.isEmpty()) page.tag("p", "The node remembers no span of it: it was not traced, or is too long ago.");
        else Drawings.timeline(page, spans);
        charts();
        page.tag("h2", "What was seen, decided and done");
        chain();
        page.tag(
                "p",
                (verification.intact() ? "The hashes of the journal verify: " : "THE HASHES DO NOT VERIFY: ")
                        + verification.detail(),
                "class",
                verification.intact() ? "good" : "bad");
        return page.raw("</body></html>\n").toString();
    }

    private void facts() {
        page.raw("<table>");
        fact(
                "Cause",
                incident.diagnosis()
                        .cause()
                        .map(c -> c.element() + ", " + c.kind() + " (" + Math.round(c.confidence() * 100) + " %): "
                                + c.explanation())
                        .orElse("none found: " + incident.diagnosis().explanation()));
        fact(
                "Suffering",
                incident.diagnosis().blastRadius().isEmpty()
                        ? "nobody else"
                        : incident.diagnosis().blastRadius());
        fact("First evidence", incident.since());
        fact("Opened", incident.opened() + ", after " + Words.duration(between(incident.since(), incident.opened())));
        fact("Now", incident.state() + " since " + incident.changed() + ": " + incident.note());
        fact("Actions", incident.attempts());
        fact(
                "Trace id",
                entries.stream().flatMap(e -> e.trace().stream()).findFirst().orElse("not traced"));
        page.raw("</table>");
    }

    private void fact(String name, Object value) {
        page.raw("<tr>").tag("th", name).tag("td", value).raw("</tr>");
    }

    private void charts() {
        Map<String, TreeMap<Instant, Observation>> signals = new TreeMap<>();
        for (Observation o : observations())
            signals.computeIfAbsent(o.element() + " " + o.signal(), s -> new TreeMap<>())
                    .put(o.at(), o);
        if (signals.isEmpty()) return;
        page.tag("h2", "Signals around it, as far as the journal holds them");
        signals.forEach((title, seen) -> Drawings.chart(page, title, List.copyOf(seen.values())));
    }

    private List<Observation> observations() {
        List<Observation> all = new ArrayList<>();
        for (JournalEntry entry : entries)
            switch (entry.record()) {
                case JournalRecord.Observed observed -> all.add(observed.observation());
                case JournalRecord.Raised raised -> all.addAll(raised.symptom().evidence());
                case JournalRecord.Cleared cleared ->
                    all.addAll(evidence(cleared.clearance().symptom()));
                default -> {}
            }
        all.sort(Comparator.comparing(Observation::at));
        return all;
    }

    private static List<Observation> evidence(Symptom symptom) {
        return symptom.evidence();
    }

    private void chain() {
        Instant first = entries.getFirst().at();
        page.raw("<table><tr><th>After</th><th>Entry</th><th>What</th><th>Content</th></tr>");
        for (JournalEntry entry : entries)
            page.raw("<tr>")
                    .tag("td", "+" + Words.duration(between(first, entry.at())))
                    .tag("td", entry.sequence())
                    .tag("td", Chain.word(entry.record()))
                    .tag("td", Chain.content(entry.record()))
                    .raw("</tr>");
        page.raw("</table>");
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }
}
