package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The chain of an incident for people: one line for each entry, with its time since the first one and its hash. */
final class Chain {
    private static final int HASH_LETTERS = 8;

    private Chain() {}

    static String render(String id, List<JournalEntry> entries, Journal.Verification verification, Screen screen) {
        Instant first = entries.getFirst().at();
        Table table = new Table("AFTER", "ENTRY", "HASH", "WHAT", "CONTENT");
        for (JournalEntry entry : entries)
            table.row(
                    "+" + Words.duration(Duration.between(first, entry.at())),
                    entry.sequence(),
                    entry.hash()
                            .substring(0, Math.min(HASH_LETTERS, entry.hash().length())),
                    what(entry.record()),
                    content(entry.record()));
        // Its content is what the reader came for, so it is not cut.
        Screen wide = new Screen(screen.colour(), 0);
        String verdict = verification.intact()
                ? screen.paint("The hashes verify: ", Colour.GREEN)
                : screen.paint("THE HASHES DO NOT VERIFY: ", Colour.RED);
        String trace = entries.stream()
                .flatMap(entry -> entry.trace().stream())
                .findFirst()
                .map(t -> ", trace " + t)
                .orElse(", not traced");
        return id + ", first entry " + first + trace + "\n\n" + table.render(wide) + "\n\n" + verdict
                + verification.entries() + " entries of the journal checked, " + verification.detail();
    }

    /** What kind of record it is, in one word. */
    static String word(JournalRecord record) {
        return what(record).text();
    }

    private static Table.Cell what(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Observed o -> Table.Cell.of("observation");
            case JournalRecord.Raised r -> new Table.Cell("symptom", Colour.RED);
            case JournalRecord.Cleared c -> new Table.Cell("cleared", Colour.GREEN);
            case JournalRecord.Diagnosed d -> new Table.Cell("diagnosis", Colour.YELLOW);
            case JournalRecord.Changed c ->
                new Table.Cell("incident", colour(c.now().state()));
            case JournalRecord.Planned p -> Table.Cell.of("plan");
            case JournalRecord.Begun b -> Table.Cell.of("action");
            case JournalRecord.Ended e ->
                new Table.Cell("outcome", e.outcome() instanceof Outcome.Verified ? Colour.GREEN : Colour.YELLOW);
            case JournalRecord.Operated o -> Table.Cell.of("operator");
            case JournalRecord.Noted n -> Table.Cell.of("note");
            case JournalRecord.Moved m -> new Table.Cell("level", Colour.YELLOW);
        };
    }

    static String content(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Observed o -> Elements.observation(o.observation());
            case JournalRecord.Raised r -> Elements.symptom(r.symptom());
            case JournalRecord.Cleared c -> Elements.symptom(c.clearance().symptom());
            case JournalRecord.Diagnosed d -> diagnosis(d.diagnosis());
            case JournalRecord.Changed c -> c.now().state() + ": " + c.now().note();
            case JournalRecord.Planned p ->
                p.plan().actions().stream().map(Chain::action).collect(Collectors.joining(", then "))
                        + (p.plan().actions().isEmpty() ? "nothing to do: " : ", because ")
                        + p.plan().reason();
            case JournalRecord.Begun b -> action(b.action()) + " (" + b.action().id() + ")";
            case JournalRecord.Ended e ->
                outcome(e.outcome()) + " (" + e.action().id() + ")";
            case JournalRecord.Operated o ->
                o.who() + ": " + o.what() + (o.why().isEmpty() ? "" : ", because " + o.why());
            case JournalRecord.Noted n -> n.element() + ": " + n.what();
            case JournalRecord.Moved m ->
                m.who() + ": " + m.element() + " " + m.configured().signal() + " from " + m.from() + " to " + m.to()
                        + ", because " + m.why();
        };
    }

    private static String diagnosis(Diagnosis diagnosis) {
        String cause = diagnosis
                .cause()
                .map(c -> c.element() + " " + c.kind() + " (" + Math.round(c.confidence() * 100) + " %): "
                        + c.explanation())
                .orElse("no cause yet: " + diagnosis.explanation());
        return diagnosis.blastRadius().isEmpty() ? cause : cause + "; suffering: " + diagnosis.blastRadius();
    }

    private static String action(Action action) {
        return action.command().name() + " " + action.target();
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified v -> "VERIFIED after " + Words.duration(v.took()) + ": " + v.detail();
            case Outcome.ExecutedUnverified u -> "EXECUTED, NOT VERIFIED: " + u.detail();
            case Outcome.Failed f -> "FAILED" + (f.undone() ? ", undone: " : ": ") + f.detail();
            case Outcome.Unsupported u -> "UNSUPPORTED: " + u.detail();
            case Outcome.Suppressed s ->
                "SUPPRESSED by brake " + s.brake().number() + " " + s.brake().key() + ": " + s.detail();
        };
    }

    static Colour colour(Incident.State state) {
        return switch (state) {
            case RESOLVED, CLEARED -> Colour.GREEN;
            case PAGED -> Colour.RED;
            case OPEN, HELD, HEALING, WATCHED -> Colour.YELLOW;
        };
    }
}
