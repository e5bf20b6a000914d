package io.x0tta6bl4.rag.provider.openai;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question to a server of chat completions: an answer within time and size, or why there is none. */
final class ChatClient implements AutoCloseable {
    /** The largest answer that is read, in bytes. */
    static final int LARGEST = 1 << 20;

    private static final int TOKENS = 800;
    private static final int SHOWN = 200;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Settings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    ChatClient(Settings settings) {
        this.settings = settings;
    }

    /** The text of the first choice. */
    String ask(String rules, String question) throws IOException {
        JsonObject body = Json.createObjectBuilder()
                .add("model", settings.model())
                .add("temperature", 0)
                .add("max_tokens", TOKENS)
                .add("stream", false)
                .add(
                        "messages",
                        Json.createArrayBuilder().add(message("system", rules)).add(message("user", question)))
                .build();
        HttpResponse<byte[]> answer = send(
                request("/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                settings.limit());
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() != 200)
            throw new IOException(place() + " answered with status " + answer.statusCode() + ": " + shown(text));
        // some servers stream whatever they are asked for
        boolean streamed =
                text.stripLeading().startsWith("data:") || text.stripLeading().startsWith(":");
        return streamed ? streamed(text) : whole(text);
    }

    /** Whether a server answers at all; what it serves is its own affair. */
    String reach(Duration limit) throws IOException {
        int status = send(request("/models").GET(), limit).statusCode();
        if (status >= 500) throw new IOException(place() + " answered with status " + status);
        return "status " + status;
    }

    private static JsonObject message(String role, String content) {
        return Json.createObjectBuilder()
                .add("role", role)
                .add("content", content)
                .build();
    }

    private HttpRequest.Builder request(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.base() + path));
        settings.secret().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration limit) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(place() + " gave no whole answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IOException(place() + " cannot be asked: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("asking " + place() + " was interrupted", e);
        }
    }

    private String place() {
        return "the server " + settings.base();
    }

    private String whole(String text) throws IOException {
        JsonObject choice = choice(object(text));
        if (choice.get("message") instanceof JsonObject message && message.get("content") instanceof JsonString content)
            return content.getString();
        throw new IOException(place() + " answered without a text: " + shown(text));
    }

    private String streamed(String text) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (!line.startsWith("data:")) continue;
            String data = line.substring("data:".length()).strip();
            if (data.equals("[DONE]")) return content.toString();
            JsonObject event = object(data);
            if (!(event.get("choices") instanceof JsonArray choices) || choices.isEmpty()) continue;
            if (choice(event).get("delta") instanceof JsonObject delta
                    && delta.get("content") instanceof JsonString part) content.append(part.getString());
        }
        throw new IOException(place() + " ended its stream in the middle");
    }

    private JsonObject choice(JsonObject answer) throws IOException {
        if (answer.get("choices") instanceof JsonArray choices
                && !choices.isEmpty()
                && choices.getFirst() instanceof JsonObject choice) return choice;
        throw new IOException(place() + " answered without a choice: " + shown(answer.toString()));
    }

    private JsonObject object(String text) throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            if (value instanceof JsonObject object) return object;
            throw new IOException(place() + " answered what is no object: " + shown(text));
        } catch (RuntimeException | StackOverflowError e) { // the parser refuses deep nesting by no type of its own
            throw new IOException(place() + " answered what is no JSON: " + shown(text));
        }
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line.isEmpty() ? "nothing" : line;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
