package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is known already about an incident: what runbooks say, and incidents like it. For people; nothing acts on it. */
final class Precedents {
    private static final int SIMILAR = 3;
    private static final int LONGEST = 2000;
    private static final int MOST_STEPS = 8;
    private static final Pattern STEPS =
            Pattern.compile("(?i)#{1,6}\\s.*(mitigation|resolution|remediation|steps|what to do|how to (fix|solve)).*");

    private final Capability<Retrieval> retrieval;

    Precedents(Capability<Retrieval> retrieval) {
        this.retrieval = retrieval;
    }

    /** Nothing without retrieval; else both lists, each with what was found or that nothing was. */
    String of(String id, List<JournalEntry> entries) {
        Optional<String> question = question(entries);
        if (question.isEmpty()) return "";
        Query query = Query.of(Library.DOCUMENTS, question.get());
        Optional<String> runbook = retrieval.askIfPresent(r -> runbook(r.answer(query), r.search(query.top(1, 1))));
        if (runbook.isEmpty()) return "";
        Optional<String> similar = retrieval.askIfPresent(r ->
                similar(id, r.search(query.in(Library.INCIDENTS).top(SIMILAR + 1, 1))));
        return "\n\nRunbook:\n" + runbook.get() + "\n\nSimilar incidents:\n" + similar.orElse("  not asked");
    }

    /** The symptoms and the last diagnosis in words; empty before there is a symptom. */
    static Optional<String> question(List<JournalEntry> entries) {
        Set<String> words = new LinkedHashSet<>();
        String why = "";
        for (JournalEntry entry : entries) {
            if (entry.record() instanceof JournalRecord.Raised raised)
                words.add(raised.symptom().element() + ": " + raised.symptom().summary());
            if (entry.record() instanceof JournalRecord.Diagnosed diagnosed) why = why(diagnosed.diagnosis());
        }
        if (words.isEmpty()) return Optional.empty();
        String text = String.join(". ", words) + ". " + why;
        return Optional.of(text.substring(0, Math.min(LONGEST, text.length())));
    }

    private static String why(Diagnosis diagnosis) {
        return diagnosis.cause().map(Precedents::cause).orElse(diagnosis.explanation());
    }

    private static String cause(Cause cause) {
        return cause.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + cause.explanation();
    }

    private static String runbook(Answer answer, Found best) {
        return switch (answer) {
            case Answer.Quoted quoted ->
                quoted.quotes().stream()
                                .map(q -> "  “" + q.text() + "”\n      " + q.citation())
                                .collect(Collectors.joining("\n"))
                        + steps(best);
            case Answer.NothingFound(String reason) -> "  " + reason;
            case Answer.Unavailable(String reason) -> "  not available: " + reason;
        };
    }

    /** What the best passage says under a heading such as Mitigation, as it stands there. */
    private static String steps(Found best) {
        if (!(best instanceof Found.Hits hits) || hits.hits().isEmpty()) return "";
        Passage passage = hits.hits().getFirst().passage();
        List<String> lines = passage.text().lines().toList();
        int heading = 0;
        while (heading < lines.size() && !STEPS.matcher(lines.get(heading)).matches()) heading++;
        List<String> steps = lines.stream()
                .skip(heading + 1L)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> !line.isBlank())
                .limit(MOST_STEPS)
                .map(line -> "\n  > " + line)
                .toList();
        if (steps.isEmpty()) return "";
        String place = passage.citation().document() + ":" + (passage.citation().line() + heading);
        return String.join("", steps) + "\n      " + place;
    }

    private static String similar(String id, Found found) {
        return switch (found) {
            case Found.Hits hits -> {
                List<Hit> others = hits.hits().stream()
                        .filter(h -> !h.passage().citation().document().equals(id))
                        .limit(SIMILAR)
                        .toList();
                yield others.isEmpty()
                        ? "  none"
                        : others.stream().map(Precedents::line).collect(Collectors.joining("\n"));
            }
            case Found.Unavailable(String reason) -> "  not available: " + reason;
            case Found.Rejected(String reason) -> "  none so far";
        };
    }

    private static String line(Hit hit) {
        String cosine = hit.vector()
                .map(v -> String.format(Locale.ROOT, ", cosine %.2f", v.score()))
                .orElse("");
        return "  " + hit.passage().citation().document() + "  " + hit.passage().title() + " ("
                + hit.passage().metadata().getOrDefault("date", "?") + cosine + ")";
    }
}
