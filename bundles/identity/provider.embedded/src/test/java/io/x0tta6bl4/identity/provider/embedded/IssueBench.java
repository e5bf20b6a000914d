package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.X509Validator;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** How many SVIDs one processor issues, renews and judges in a second of its time; {@code ./x0 bench identity}. */
final class IssueBench {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final SpiffeId NODE = SpiffeId.parse("spiffe://x0.internal/node");

    private IssueBench() {}

    /** One thing that is counted. */
    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        JsonArrayBuilder results = Json.createArrayBuilder();
        for (Algorithm algorithm : Algorithm.values()) {
            Path folder = Files.createTempDirectory("x0-bench-identity");
            EmbeddedIdentity identity = new EmbeddedIdentity(
                    new Settings(
                            NODE,
                            algorithm,
                            Duration.ofHours(1),
                            Duration.ofMinutes(5),
                            Duration.ofDays(90),
                            Duration.ofMinutes(25)),
                    folder,
                    InstantSource.system());
            identity.bindKeys(0, new MemoryKeys());
            identity.tick();
            SpiffeId web = SpiffeId.parse("spiffe://x0.internal/web");
            results.add(
                    measured(algorithm, "issue X509-SVID with its key", () -> identity.issue(web, Optional.empty())));
            results.add(measured(algorithm, "renew the node's own", identity::renew));
            results.add(measured(
                    algorithm, "issue JWT-SVID", () -> identity.issueJwt(web, Set.of("reports"), Optional.empty())));
            var svid = identity.issue(web, Optional.empty());
            results.add(measured(
                    algorithm,
                    "judge X509-SVID",
                    () -> X509Validator.validate(svid.chain(), identity::bundle, Instant.now())));
            String token =
                    identity.issueJwt(web, Set.of("reports"), Optional.empty()).token();
            results.add(measured(algorithm, "judge JWT-SVID", () -> identity.validate(token, "reports")));
            identity.close();
            Files.deleteIfExists(folder);
        }
        write(results);
    }

    private static JsonObjectBuilder measured(Algorithm algorithm, String what, Work work) throws Exception {
        round(work);
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) rates[i] = round(work);
        JsonArrayBuilder raw = Json.createArrayBuilder();
        for (double rate : rates) raw.add(Math.round(rate));
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-12s %-30s %8.0f per second of processor time%n", algorithm.label, what, sorted[ROUNDS / 2]);
        return Json.createObjectBuilder()
                .add("authority", algorithm.label)
                .add("what", what)
                .add("median", Math.round(sorted[ROUNDS / 2]))
                .add("rounds", raw);
    }

    private static double round(Work work) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        long count = 0;
        for (long used = 0; used < ROUND_NANOS; used = threads.getCurrentThreadCpuTime() - begun) {
            work.run();
            count++;
        }
        return count * 1e9 / (threads.getCurrentThreadCpuTime() - begun);
    }

    private static void write(JsonArrayBuilder results) throws Exception {
        Path evidence = Files.createDirectories(Path.of("evidence")).resolve("bench-identity.json");
        Files.writeString(
                evidence,
                Json.createObjectBuilder()
                        .add("command", "./x0 bench identity")
                        .add("commit", System.getProperty("x0.commit", "unknown"))
                        .add("at", Instant.now().toString())
                        .add("java", System.getProperty("java.vm.version"))
                        .add("processors", Runtime.getRuntime().availableProcessors())
                        .add("unit", "operations per second of processor time of one thread")
                        .add("results", results)
                        .build()
                        .toString());
        System.out.println("written to " + evidence);
    }
}
