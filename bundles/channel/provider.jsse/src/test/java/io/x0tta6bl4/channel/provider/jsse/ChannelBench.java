package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.X509Svid;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * The channel's handshake and bulk data against the JDK's own classical TLS with the same SVIDs and the same judge of them, in
 * turns, both ends on one thread, in memory: {@code ./x0 bench channel [--rounds 7] [--millis 1500]}. Rates are per second of
 * processor time. Fails below 0.9 of the JDK's handshakes or 0.95 of its bulk data.
 */
final class ChannelBench {
    private static final int BUFFER = 64 * 1024;
    private static final int RECORD = 16 * 1024;
    private static final int WARM_UP = 3;
    private static final double HANDSHAKES = 0.9;
    private static final double BULK = 0.95;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Issuer PROD = new Issuer("prod.example");
    private static final X509Svid SVID = PROD.svid("spiffe://prod.example/node/a");

    private ChannelBench() {}

    private interface Side {
        SSLEngine engine(boolean server) throws IOException;
    }

    private static final class Judge extends javax.net.ssl.X509ExtendedTrustManager {
        private void judge(X509Certificate[] chain) throws PeerRefused {
            var verdict = io.x0tta6bl4.identity.api.X509Validator.validate(
                    java.util.List.of(chain), domain -> Optional.of(PROD.bundle()), Instant.now());
            if (verdict instanceof io.x0tta6bl4.identity.api.X509Verdict.Refused refused)
                throw new PeerRefused(refused.detail());
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws PeerRefused {
            judge(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
                throws PeerRefused {
            judge(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws PeerRefused {
            judge(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws PeerRefused {
            judge(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws PeerRefused {
            judge(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws PeerRefused {
            judge(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static Side ours() {
        Transport transport =
                new Transport(Group.X25519MLKEM768, new OwnKeys(() -> Optional.of(SVID))).judgedBy(new Judge());
        return server -> transport.engine(server, "peer", 1, Optional.empty());
    }

    private static Side jdk() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new OwnKeys(() -> Optional.of(SVID))},
                new TrustManager[] {new Judge()},
                new SecureRandom());
        return server -> {
            // Another host for each connection: nothing is resumed.
            SSLEngine engine =
                    server ? context.createSSLEngine() : context.createSSLEngine("peer" + System.nanoTime(), 1);
            engine.setUseClientMode(!server);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"});
            parameters.setNamedGroups(new String[] {"x25519"});
            if (server) parameters.setNeedClientAuth(true);
            engine.setSSLParameters(parameters);
            return engine;
        };
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private static boolean over(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void move(SSLEngine engine, ByteBuffer in, ByteBuffer out, ByteBuffer plain) throws IOException {
        in.flip();
        int before;
        do {
            before = in.position();
            plain.clear();
            engine.unwrap(in, plain);
            tasks(engine);
        } while (in.position() > before && in.hasRemaining());
        in.compact();
        do {
            before = out.position();
            engine.wrap(ByteBuffer.allocate(0), out);
            tasks(engine);
        } while (out.position() > before && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Client and server after their handshake. */
    private static SSLEngine[] pair(Side side) throws IOException {
        return shake(side.engine(false), side.engine(true));
    }

    static SSLEngine[] shake(SSLEngine client, SSLEngine server) throws IOException {
        ByteBuffer there = ByteBuffer.allocate(BUFFER);
        ByteBuffer back = ByteBuffer.allocate(BUFFER);
        ByteBuffer plain = ByteBuffer.allocate(BUFFER);
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < 100; round++) {
            move(client, back, there, plain);
            move(server, there, back, plain);
            if (over(client) && over(server) && there.position() == 0 && back.position() == 0)
                return new SSLEngine[] {client, server};
        }
        throw new IOException("no end of the handshake");
    }

    private static double handshakes(Side side, long millis) throws IOException {
        long begun = CPU.getCurrentThreadCpuTime();
        int count = 0;
        do {
            for (SSLEngine engine : pair(side)) engine.closeOutbound();
            count++;
        } while (CPU.getCurrentThreadCpuTime() - begun < millis * 1_000_000);
        return count * 1e9 / (CPU.getCurrentThreadCpuTime() - begun);
    }

    /** Megabytes a second, encrypted and decrypted. */
    private static double bulk(Side side, long millis) throws IOException {
        SSLEngine[] pair = pair(side);
        ByteBuffer data = ByteBuffer.allocate(RECORD);
        ByteBuffer wire = ByteBuffer.allocate(BUFFER);
        ByteBuffer plain = ByteBuffer.allocate(BUFFER);
        long begun = CPU.getCurrentThreadCpuTime();
        long octets = 0;
        do {
            for (int i = 0; i < 256; i++) {
                data.clear();
                wire.clear();
                plain.clear();
                while (data.hasRemaining()) pair[0].wrap(data, wire);
                wire.flip();
                while (wire.hasRemaining()) pair[1].unwrap(wire, plain);
                octets += plain.position();
            }
        } while (CPU.getCurrentThreadCpuTime() - begun < millis * 1_000_000);
        return octets / 1e6 * 1e9 / (CPU.getCurrentThreadCpuTime() - begun);
    }

    private interface Rate {
        double of(Side side, long millis) throws IOException;
    }

    private record Compared(String what, double[] ours, double[] jdk, double limit) {
        double share() {
            return median(ours) / median(jdk);
        }

        boolean met() {
            return share() >= limit;
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"what\":\"%s\",\"channel\":%s,\"jdk_classical\":%s,\"share\":%.3f,\"limit\":%.2f,\"met\":%s}",
                    what,
                    json(ours),
                    json(jdk),
                    share(),
                    limit,
                    met());
        }

        private static String json(double[] samples) {
            return Arrays.stream(samples)
                    .mapToObj(s -> String.format(Locale.ROOT, "%.1f", s))
                    .collect(Collectors.joining(
                            ",", String.format(Locale.ROOT, "{\"median\":%.1f,\"samples\":[", median(samples)), "]}"));
        }
    }

    private static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Compared compare(String what, Rate rate, double limit, int rounds, long millis) throws Exception {
        Side ours = ours();
        Side jdk = jdk();
        double[] a = new double[rounds];
        double[] b = new double[rounds];
        for (int round = -WARM_UP; round < rounds; round++) {
            double first = rate.of(ours, millis);
            double second = rate.of(jdk, millis);
            if (round < 0) continue;
            a[round] = first;
            b[round] = second;
        }
        return new Compared(what, a, b, limit);
    }

    public static void main(String[] args) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        int rounds = Integer.parseInt(option(args, "--rounds", "7"));
        long millis = Long.parseLong(option(args, "--millis", "1500"));
        Path out = Path.of(option(args, "--out", "evidence/bench-channel.json"));
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        Instant began = Instant.now();
        Compared handshakes = compare(
                "mutual handshakes per CPU-second, both ends", ChannelBench::handshakes, HANDSHAKES, rounds, millis);
        Compared bulk = compare("MB per CPU-second, encrypted and decrypted", ChannelBench::bulk, BULK, rounds, millis);
        for (Compared one : new Compared[] {handshakes, bulk})
            console.printf(
                    Locale.ROOT,
                    "%-44s channel %8.1f   JDK classical %8.1f   share %.2f, at least %.2f: %s%n",
                    one.what(),
                    median(one.ours()),
                    median(one.jdk()),
                    one.share(),
                    one.limit(),
                    one.met() ? "met" : "NOT met");
        String document = String.format(
                Locale.ROOT,
                "{\"command\":\"./x0 bench channel"
                        + " %s\",\"commit\":\"%s\",\"began\":\"%s\",\"java\":\"%s\",\"processors\":%d,"
                        + "\"load\":%.2f,\"n\":%d,\"sample_millis\":%d,\"results\":[%s,%s]}",
                String.join(" ", args),
                System.getProperty("x0.commit", "unknown"),
                began,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                rounds,
                millis,
                handshakes.json(),
                bulk.json());
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, document);
        console.println("evidence: " + out);
        if (!handshakes.met() || !bulk.met()) System.exit(1);
    }

    private static String option(String[] args, String name, String otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : args[at + 1];
    }
}
