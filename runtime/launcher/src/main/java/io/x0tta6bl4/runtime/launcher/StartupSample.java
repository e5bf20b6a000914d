package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One cold start.
 *
 * @param ready whether the node said that it is ready, within the limit
 * @param readyMillis from making the process until then; until the limit when it never did
 * @param cpuMillis processor time used until then
 * @param rssMiB resident memory then
 * @param idleCpuPercent of one core, over the seconds after; negative when not asked for
 * @param answer what the health check said last
 */
record StartupSample(
        boolean ready, double readyMillis, double cpuMillis, double rssMiB, double idleCpuPercent, String answer) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    static StartupSample take(Path distribution, boolean aot, List<String> more, int idleSeconds)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("x0-startup");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                distribution.resolve("bin/x0").toString(),
                "run",
                "--data",
                work.resolve("node").toString(),
                "--http",
                Integer.toString(port),
                "--no-console"));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!aot) {
            builder.environment().put("X0_NO_AOT", "true");
        }
        builder.redirectErrorStream(true).redirectOutput(work.resolve("out").toFile());
        long begun = System.nanoTime();
        Process node = builder.start();
        try {
            String answer = untilReady(node, port, begun);
            double millis = (System.nanoTime() - begun) / 1e6;
            double cpu = cpuMillis(node.toHandle());
            double rss = rssMiB(node.pid());
            return new StartupSample(answer.startsWith("200"), millis, cpu, rss, idle(node, idleSeconds), answer);
        } finally {
            end(node);
            delete(work);
        }
    }

    private static String untilReady(Process node, int port, long begun) throws InterruptedException {
        String answer = "none";
        while (node.isAlive() && System.nanoTime() - begun < LIMIT.toNanos()) {
            answer = ask(port);
            if (answer.startsWith("200")) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return answer;
    }

    /** Status code and reason; {@code none} while nobody listens. */
    private static String ask(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write("GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = new String(in.readNBytes(64), StandardCharsets.US_ASCII);
            int end = head.indexOf('\r');
            return head.startsWith("HTTP/1.1 ") && end > 0 ? head.substring(9, end) : "none";
        } catch (IOException e) {
            return "none";
        }
    }

    static double cpuMillis(ProcessHandle node) {
        return node.info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(-1L)
                .doubleValue();
    }

    static double rssMiB(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
            }
        }
        return -1;
    }

    /** After a start contents of bundles are kept and the heap is given back: work, and not what a node does that idles. */
    private static final int SETTLING_SECONDS = 45;

    private static double idle(Process node, int seconds) throws InterruptedException {
        if (seconds == 0) {
            return -1;
        }
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        double before = cpuMillis(node.toHandle());
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (cpuMillis(node.toHandle()) - before) / ((System.nanoTime() - begun) / 1e6) * 100;
    }

    private static void end(Process node) throws InterruptedException {
        node.destroy();
        if (!node.waitFor(30, TimeUnit.SECONDS)) {
            node.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "%s after %.0f ms, CPU %.0f ms, RSS %.0f MiB%s",
                ready ? "ready" : "NOT ready (" + answer + ")",
                readyMillis,
                cpuMillis,
                rssMiB,
                idleCpuPercent < 0 ? "" : String.format(Locale.ROOT, ", idle CPU %.2f %%", idleCpuPercent));
    }

    /** What was not measured is left out. */
    JsonObjectBuilder json() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("ready", ready)
                .add("readyMillis", readyMillis)
                .add("answer", answer);
        if (cpuMillis >= 0) {
            json.add("cpuMillis", cpuMillis);
        }
        if (rssMiB >= 0) {
            json.add("rssMiB", rssMiB);
        }
        if (idleCpuPercent >= 0) {
            json.add("idleCpuPercent", idleCpuPercent);
        }
        return json;
    }
}
