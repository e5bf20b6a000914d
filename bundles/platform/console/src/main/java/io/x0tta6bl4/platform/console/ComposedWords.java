package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Composition;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.stream.Collectors;

/** What a model wrote, for people and for programs; it never looks like a quotation. */
final class ComposedWords {
    private ComposedWords() {}

    static String text(Composition composition) {
        return switch (composition) {
            case Composition.Composed composed -> {
                StringBuilder text = new StringBuilder();
                for (Composition.Statement statement : composed.statements())
                    text.append(statement.text())
                            .append("\n    ")
                            .append(statement.citations().stream()
                                    .map(Citation::toString)
                                    .collect(Collectors.joining(", ")))
                            .append('\n');
                yield text.append("written by ")
                        .append(composed.model())
                        .append(", not quoted; sentences dropped because no passage bears them out: ")
                        .append(composed.dropped())
                        .toString();
            }
            case Composition.Nothing(String reason) -> reason;
            case Composition.Unavailable(String reason) -> reason;
        };
    }

    static JsonObject json(Composition composition) {
        return switch (composition) {
            case Composition.Composed composed -> {
                JsonArrayBuilder statements = Json.createArrayBuilder();
                for (Composition.Statement statement : composed.statements())
                    statements.add(Json.createObjectBuilder()
                            .add("text", statement.text())
                            .add(
                                    "citations",
                                    Json.createArrayBuilder(statement.citations().stream()
                                            .map(Citation::toString)
                                            .toList())));
                yield Json.createObjectBuilder()
                        .add("found", true)
                        .add("model", composed.model())
                        .add("dropped", composed.dropped())
                        .add("statements", statements)
                        .build();
            }
            case Composition.Nothing(String reason) ->
                Json.createObjectBuilder()
                        .add("found", false)
                        .add("reason", reason)
                        .build();
            case Composition.Unavailable(String reason) ->
                Json.createObjectBuilder()
                        .add("found", false)
                        .add("reason", reason)
                        .build();
        };
    }
}
