package io.x0tta6bl4.rag.provider.lucene.incidents;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An incident that has ended, told in Markdown.
 *
 * @param title its element, cause and end
 * @param markdown symptoms, diagnosis, actions with outcomes, end
 * @param metadata element, cause, end, day
 */
record IncidentReport(String title, String markdown, Map<String, String> metadata) {
    private static final int MOST_LINES = 60;

    /** @param entries all of the journal about it, in order */
    static IncidentReport of(Incident incident, List<JournalEntry> entries) {
        Set<String> symptoms = new LinkedHashSet<>();
        Set<String> actions = new LinkedHashSet<>();
        for (JournalEntry entry : entries) {
            switch (entry.record()) {
                case JournalRecord.Raised raised ->
                    symptoms.add(
                            raised.symptom().element() + ": " + raised.symptom().summary());
                case JournalRecord.Ended ended ->
                    actions.add(ended.action().command().name() + " "
                            + ended.action().target() + ": " + words(ended.outcome()));
                default -> {}
            }
        }
        String kind = incident.diagnosis().cause().map(c -> c.kind().name()).orElse("UNKNOWN");
        String title = incident.element() + " " + kind + " " + incident.state();
        String why = incident.diagnosis()
                .cause()
                .map(c -> c.element() + " " + c.kind() + ": " + c.explanation())
                .orElse(incident.diagnosis().explanation());
        String text = "# " + title + "\n\n## Symptoms\n\n" + list(symptoms) + "\n## Diagnosis\n\n" + why
                + "\n\n## Actions\n\n" + list(actions) + "\n## Outcome\n\n" + incident.state() + ": " + incident.note()
                + "\n";
        return new IncidentReport(
                title,
                text,
                Map.of(
                        "element", incident.element().toString(),
                        "cause", kind,
                        "state", incident.state().name(),
                        "date", incident.opened().toString().substring(0, 10)));
    }

    private static String list(Set<String> lines) {
        if (lines.isEmpty()) return "- none\n";
        StringBuilder text = new StringBuilder();
        lines.stream()
                .limit(MOST_LINES)
                .forEach(line ->
                        text.append("- ").append(line.replace('\n', ' ')).append('\n'));
        return text.toString();
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified v -> "VERIFIED, " + v.detail();
            case Outcome.ExecutedUnverified u -> "executed, not verified, " + u.detail();
            case Outcome.Failed f -> "FAILED, " + f.detail();
            case Outcome.Unsupported u -> "unsupported, " + u.detail();
            case Outcome.Suppressed s -> "held back by brake " + s.brake().key();
        };
    }
}
