package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Query;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is asked of retrieval, and what it says, for people and for programs. */
final class RagWords {
    private static final Set<String> VALUED = Set.of(
            "-k",
            "--k",
            "--filter",
            "--mode",
            "--collection",
            "--meta",
            "--each",
            "--corpus",
            "--queries",
            "--qrels",
            "--run");

    private RagWords() {}

    /** {@code --filter a=b} and {@code -k 5} as {@code --filter=a=b} and {@code --k=5}. */
    static String[] merged(String[] given) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            String word = given[i].equals("-k") ? "--k" : given[i];
            if (VALUED.contains(given[i]) && i + 1 < given.length) words.add(word + "=" + given[++i]);
            else words.add(given[i]);
        }
        return words.toArray(String[]::new);
    }

    static Map<String, String> pairs(Optional<String> given) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : given.map(g -> g.split(",")).orElse(new String[0])) {
            int at = pair.indexOf('=');
            if (at < 1) throw new CommandFailed("'" + pair + "' is no KEY=VALUE");
            pairs.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
        }
        return pairs;
    }

    static Query query(Arguments arguments, String collection) {
        String mode = arguments.value("--mode=").orElse("hybrid").toUpperCase(Locale.ROOT);
        if (Arrays.stream(Query.Mode.values()).noneMatch(m -> m.name().equals(mode)))
            throw new CommandFailed(
                    "'" + mode.toLowerCase(Locale.ROOT) + "' is no mode; there are hybrid, rerank, rrf, bm25, vector");
        return new Query(
                collection,
                String.join(" ", arguments.words()),
                number(arguments.value("--k="), 10),
                number(arguments.value("--each="), 2),
                Query.Mode.valueOf(mode),
                pairs(arguments.value("--filter=")));
    }

    private static int number(Optional<String> given, int otherwise) {
        if (given.isEmpty()) return otherwise;
        if (!given.get().matches("\\d{1,4}")) throw new CommandFailed("'" + given.get() + "' is no number of passages");
        return Integer.parseInt(given.get());
    }

    static String text(Found.Hits found, Screen screen) {
        StringBuilder text = new StringBuilder();
        if (!found.note().isEmpty()) text.append("note: ").append(found.note()).append('\n');
        if (found.hits().isEmpty()) return text.append("Nothing found.").toString();
        int place = 0;
        for (Hit hit : found.hits()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%2d. %.3f  %s%n",
                    ++place,
                    hit.score(),
                    hit.passage().citation()));
            text.append("           ").append(why(hit)).append('\n');
            for (String snippet : hit.snippets())
                text.append("    ").append(snippet).append('\n');
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%d passages; question embedded in %d ms, searched in %d ms%s",
                        found.hits().size(),
                        found.embedding().toMillis(),
                        found.searching().toMillis(),
                        found.cached() ? " (remembered)" : ""))
                .toString();
    }

    private static String why(Hit hit) {
        List<String> parts = new ArrayList<>();
        hit.lexical().ifPresent(p -> parts.add(part("words", "bm25", p)));
        hit.vector().ifPresent(p -> parts.add(part("meaning", "cosine", p)));
        return String.join(", ", parts);
    }

    private static String part(String what, String measure, Hit.Part part) {
        return String.format(
                Locale.ROOT,
                "%s %.3f (%s %.3f, %s)",
                what,
                part.share(),
                measure,
                part.score(),
                part.rank() == 0 ? "not in its list" : "rank " + part.rank());
    }

    static JsonObject json(Found.Hits found) {
        JsonArrayBuilder hits = Json.createArrayBuilder();
        for (Hit hit : found.hits()) {
            JsonObjectBuilder one = Json.createObjectBuilder()
                    .add("score", hit.score())
                    .add("citation", json(hit.passage().citation()))
                    .add("title", hit.passage().title())
                    .add("text", hit.passage().text())
                    .add("snippets", Json.createArrayBuilder(hit.snippets()));
            JsonObjectBuilder metadata = Json.createObjectBuilder();
            hit.passage().metadata().forEach(metadata::add);
            one.add("metadata", metadata);
            hit.lexical().ifPresent(p -> one.add("lexical", json(p)));
            hit.vector().ifPresent(p -> one.add("vector", json(p)));
            hits.add(one);
        }
        return Json.createObjectBuilder()
                .add("hits", hits)
                .add("embeddingMillis", found.embedding().toNanos() / 1e6)
                .add("searchMillis", found.searching().toNanos() / 1e6)
                .add("remembered", found.cached())
                .add("note", found.note())
                .build();
    }

    private static JsonObject json(Hit.Part part) {
        return Json.createObjectBuilder()
                .add("score", part.score())
                .add("share", part.share())
                .add("rank", part.rank())
                .build();
    }

    private static JsonObject json(Citation citation) {
        return Json.createObjectBuilder()
                .add("document", citation.document())
                .add("heading", citation.heading())
                .add(citation.unit(), citation.line())
                .add("last", citation.lastLine())
                .build();
    }

    static String text(Answer answer) {
        return switch (answer) {
            case Answer.Quoted quoted -> {
                StringBuilder text = new StringBuilder();
                for (Answer.Quote quote : quoted.quotes())
                    text.append("“")
                            .append(quote.text())
                            .append("”\n    ")
                            .append(quote.citation())
                            .append('\n');
                yield text.append(String.format(
                                Locale.ROOT, "quoted from documents; confidence %.2f", quoted.confidence()))
                        .toString();
            }
            case Answer.NothingFound(String reason) -> reason;
            case Answer.Unavailable(String reason) -> reason;
        };
    }

    static JsonObject json(Answer answer) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        switch (answer) {
            case Answer.Quoted quoted -> {
                JsonArrayBuilder quotes = Json.createArrayBuilder();
                for (Answer.Quote quote : quoted.quotes())
                    quotes.add(Json.createObjectBuilder()
                            .add("text", quote.text())
                            .add("citation", json(quote.citation())));
                json.add("found", true).add("confidence", quoted.confidence()).add("quotes", quotes);
            }
            case Answer.NothingFound(String reason) -> json.add("found", false).add("reason", reason);
            case Answer.Unavailable(String reason) -> json.add("found", false).add("reason", reason);
        }
        return json.build();
    }

    static JsonArray json(List<CollectionState> states) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (CollectionState state : states)
            array.add(Json.createObjectBuilder()
                    .add("name", state.name())
                    .add("documents", state.documents())
                    .add("passages", state.passages())
                    .add("model", state.model())
                    .add("note", state.words()));
        return array.build();
    }
}
