package io.x0tta6bl4.execute.provider.page;

import io.x0tta6bl4.knowledge.api.policy.Policy.PageFile;
import io.x0tta6bl4.knowledge.api.policy.Policy.PageTarget;
import io.x0tta6bl4.knowledge.api.policy.Policy.PageWebhook;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings a notice to one target, or throws with words why not. */
final class Delivery {
    /** How often a webhook is tried. */
    static final int TRIES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int TAIL_BYTES = 64 * 1024;

    private Delivery() {}

    static void deliver(Notice notice, PageTarget target, Duration limit, Optional<TraceContext> place)
            throws IOException, InterruptedException {
        switch (target) {
            case PageFile file -> append(notice, file.path());
            case PageWebhook hook -> post(notice, hook.url(), limit, place);
        }
    }

    static String name(PageTarget target) {
        return switch (target) {
            case PageFile file -> file.path().toString();
            case PageWebhook hook -> hook.url().toString();
        };
    }

    /** One line, on the disk when it returns; not again when its action is already among the last lines. */
    private static void append(Notice notice, Path path) throws IOException {
        if (path.getParent() != null) Files.createDirectories(path.getParent());
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            String tail = tail(file);
            if (tail.contains(notice.actionMember())) return;
            // A line that a crash or a full disk cut off must not swallow this one.
            String line = (tail.isEmpty() || tail.endsWith("\n") ? "" : "\n") + notice.json() + "\n";
            long before = file.size();
            try {
                ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) file.write(bytes, before + bytes.position());
                file.force(true);
            } catch (IOException e) {
                file.truncate(before);
                throw e;
            }
        }
    }

    private static String tail(FileChannel file) throws IOException {
        long from = Math.max(0, file.size() - TAIL_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - from));
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static void post(Notice notice, URI url, Duration limit, Optional<TraceContext> place)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", notice.action())
                .POST(HttpRequest.BodyPublishers.ofString(notice.json()));
        place.ifPresent(p -> request.header("traceparent", p.traceparent()));
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .build();
        String why = "not tried";
        Duration pause = FIRST_PAUSE;
        try {
            for (int attempt = 1; attempt <= TRIES && end - System.nanoTime() > 0; attempt++) {
                // Each try gets its share of what is left, so that one that hangs does not use up the others.
                Duration share = Duration.ofNanos((end - System.nanoTime()) / (TRIES - attempt + 1));
                why = attempt(client, request.timeout(share).build());
                if (why.isEmpty()) return;
                if (attempt < TRIES)
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(pause.toNanos(), end - System.nanoTime())));
                pause = pause.multipliedBy(2);
            }
        } finally {
            client.shutdownNow();
        }
        throw new IOException(why);
    }

    /** Empty when it was taken, else why not. */
    private static String attempt(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.replacing(""))
                    .statusCode();
            return status >= 200 && status < 300 ? "" : "answered with status " + status;
        } catch (IOException e) {
            return e.toString();
        }
    }
}
