package io.x0tta6bl4.monitor.provider.tcp;

import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.monitor.api.probe.Lookup;
import io.x0tta6bl4.monitor.api.probe.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Opens one connection and closes it at once. */
final class TcpProbe {
    private final Lookup lookup;

    TcpProbe(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Asks once; ends within the limit, with a verdict whatever happens. */
    Verdict ask(Probe.Tcp probe, Duration limit) {
        long start = System.nanoTime();
        String target = probe.host() + ":" + probe.port();
        try {
            connect(probe, start, limit.toNanos());
            return Verdict.connected(target, (System.nanoTime() - start) / 1e6);
        } catch (SocketTimeoutException e) {
            return Verdict.unanswered(
                    Verdict.Standing.UNRESPONSIVE, target + ": no connection within " + limit.toMillis() + " ms");
        } catch (UnknownHostException e) {
            return Verdict.unanswered(Verdict.Standing.UNREACHABLE, target + ": the host name is not known");
        } catch (IOException | RuntimeException e) {
            return failed(target, e);
        }
    }

    private void connect(Probe.Tcp probe, long start, long limit) throws IOException {
        InetAddress[] addresses = lookup.find(probe.host(), limit);
        IOException failure = new ConnectException("no address");
        for (int i = 0; i < addresses.length; i++) {
            long left = limit - (System.nanoTime() - start);
            if (left <= 0) throw new SocketTimeoutException();
            long share = left / (addresses.length - i); // so that a dead address does not use up the time of the next
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                int millis = Math.clamp((share + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
                socket.connect(new InetSocketAddress(addresses[i], probe.port()), millis);
                return;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Verdict failed(String target, Exception e) {
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof RuntimeException || words.contains("Too many open files"))
            return Verdict.unanswered(Verdict.Standing.NOT_ASKED, target + ": this node could not ask: " + words);
        return Verdict.unanswered(Verdict.Standing.UNREACHABLE, target + ": " + words);
    }
}
