package io.x0tta6bl4.runtime.samples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An open-loop load: one GET every 1/{@code --rate} seconds whatever became of the ones before, for {@code --seconds}. Counts
 * answers with status 200 and all others in buckets of 100 ms by the moment they were due, and writes them to {@code --out}
 * as JSON at the end, also when it is ended by a signal. At most 1,000 requests are open; one more than that has failed.
 */
public final class Load {
    private static final Set<String> KNOWN = Set.of("url", "rate", "seconds", "out", "timeout");
    private static final int BUCKET_MILLIS = 100;
    private static final int OPEN_LIMIT = 1_000;

    private final URI url;
    private final int rate;
    private final int seconds;
    private final Duration timeout;
    private final Instant began = Instant.now();
    private final AtomicIntegerArray ok;
    private final AtomicIntegerArray failed;
    private final int[] latencyMicros;
    /** Buckets that have begun; the others are not written. */
    private volatile int begun;

    private final Semaphore open = new Semaphore(OPEN_LIMIT);

    private Load(Arguments arguments) {
        this.url = URI.create(arguments.require("url"));
        this.rate = arguments.number("rate", 1, 10_000, "50");
        this.seconds = arguments.number("seconds", 1, 86_400, "60");
        this.timeout = Duration.ofMillis(arguments.number("timeout", 1, 60_000, "1000"));
        this.ok = new AtomicIntegerArray(seconds * 1000 / BUCKET_MILLIS);
        this.failed = new AtomicIntegerArray(ok.length());
        this.latencyMicros = new int[Math.toIntExact((long) rate * seconds)];
    }

    public static void main(String[] args) {
        try {
            Arguments arguments = new Arguments(KNOWN, args);
            Path out = Path.of(arguments.require("out"));
            Load load = new Load(arguments);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> load.write(out)));
            load.run();
        } catch (Arguments.Wrong e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private void run() {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
        HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).build();
        long start = System.nanoTime();
        for (int i = 0; i < latencyMicros.length; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() - due < 0) LockSupport.parkNanos(due - System.nanoTime());
            int bucket = (int) (i * 1000L / rate / BUCKET_MILLIS);
            begun = bucket + 1;
            if (open.tryAcquire()) send(client, request, i, bucket, due);
            else failed.incrementAndGet(bucket);
        }
        open.acquireUninterruptibly(OPEN_LIMIT);
    }

    private void send(HttpClient client, HttpRequest request, int number, int bucket, long due) {
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, error) -> {
            boolean good = error == null && response.statusCode() == 200;
            // From the moment it was due, so that waiting in the client is not left out.
            if (good) latencyMicros[number] = (int) Math.max(1, (System.nanoTime() - due) / 1000);
            (good ? ok : failed).incrementAndGet(bucket);
            open.release();
        });
    }

    private void write(Path out) {
        int[] latencies = Arrays.stream(latencyMicros)
                .filter(micros -> micros > 0)
                .sorted()
                .toArray();
        String json =
                "{\"url\":\"" + url + "\",\"began\":\"" + began + "\",\"rate\":" + rate + ",\"seconds\":" + seconds
                        + ",\"timeoutMillis\":" + timeout.toMillis() + ",\"bucketMillis\":" + BUCKET_MILLIS
                        + ",\"okTotal\":" + sum(ok) + ",\"failedTotal\":" + sum(failed)
                        + ",\"latencyMicros\":" + percentiles(latencies)
                        + ",\"ok\":" + list(ok, begun) + ",\"failed\":" + list(failed, begun) + "}\n";
        try {
            Files.writeString(out, json);
        } catch (IOException e) {
            System.err.println(out + " cannot be written: " + e);
        }
    }

    /** Nothing stands where nothing was measured. */
    private static String percentiles(int[] sorted) {
        if (sorted.length == 0) return "null";
        int last = sorted.length - 1;
        return "{\"p50\":" + sorted[last / 2] + ",\"p95\":" + sorted[(int) (last * 0.95)] + ",\"p99\":"
                + sorted[(int) (last * 0.99)] + ",\"max\":" + sorted[last] + "}";
    }

    private static int sum(AtomicIntegerArray counts) {
        return IntStream.range(0, counts.length()).map(counts::get).sum();
    }

    private static String list(AtomicIntegerArray counts, int begun) {
        return IntStream.range(0, begun)
                .mapToObj(i -> Integer.toString(counts.get(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
