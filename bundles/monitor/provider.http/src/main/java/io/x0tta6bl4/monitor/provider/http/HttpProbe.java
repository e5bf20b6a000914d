package io.x0tta6bl4.monitor.provider.http;

import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.monitor.api.probe.Verdict;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks one HTTP question on a fresh connection, so that a server that takes no new connections is not taken for healthy.
 * Redirects are not followed.
 */
final class HttpProbe {
    private final Connector connector;

    HttpProbe(Connector connector) {
        this.connector = connector;
    }

    /** Asks once, for the step at {@code place} if there is one; ends within the limit, with a verdict whatever happens. */
    Verdict ask(Probe.Http probe, Duration limit, Optional<TraceContext> place) {
        Deadline deadline = new Deadline(limit);
        String url = probe.url().toString();
        try {
            Answer answer = get(probe.url(), deadline, place);
            return judge(probe, answer, deadline.millis());
        } catch (IOException | RuntimeException e) {
            return failed(url, e, deadline, limit);
        }
    }

    private Answer get(URI url, Deadline deadline, Optional<TraceContext> place) throws IOException {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        try (Connector.Line line = connector.open(url.getHost(), port, deadline)) {
            Socket socket = secure ? secured(line.socket(), url.getHost(), port, deadline) : line.socket();
            deadline.begin("sending the question");
            socket.getOutputStream().write(question(url, place).getBytes(StandardCharsets.US_ASCII));
            return Answer.read(new BufferedInputStream(socket.getInputStream()), deadline);
        }
    }

    private static Socket secured(Socket plain, String host, int port, Deadline deadline) throws IOException {
        deadline.begin("agreeing on TLS");
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String question(URI url, Optional<TraceContext> place) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String target = URI.create(path + query).toASCIIString();
        String trace =
                place.map(p -> "traceparent: " + p.traceparent() + "\r\n").orElse("");
        return "GET " + target + " HTTP/1.1\r\nHost: " + url.getHost() + port
                + "\r\nUser-Agent: x0tta6bl4\r\nAccept: */*\r\nConnection: close\r\n" + trace + "\r\n";
    }

    private static Verdict judge(Probe.Http probe, Answer answer, double millis) {
        String said = probe.url() + ": status " + answer.status();
        if (answer.status() < probe.statusLow() || answer.status() > probe.statusHigh())
            return Verdict.answered(
                    Verdict.Standing.WRONG,
                    said + " is not within " + probe.statusLow() + "-" + probe.statusHigh() + excerpt(answer),
                    millis,
                    answer.status());
        if (!answer.body().contains(probe.body()))
            return Verdict.answered(
                    Verdict.Standing.WRONG,
                    said + ", the body does not contain '" + Answer.excerpt(probe.body()) + "'" + excerpt(answer),
                    millis,
                    answer.status());
        return Verdict.answered(Verdict.Standing.HEALTHY, said, millis, answer.status());
    }

    private static String excerpt(Answer answer) {
        return answer.body().isBlank() ? "; empty body" : "; body: " + Answer.excerpt(answer.body());
    }

    private static Verdict failed(String url, Exception e, Deadline deadline, Duration limit) {
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : Answer.excerpt(e.getMessage());
        if (e instanceof RuntimeException || words.contains("Too many open files"))
            return Verdict.unanswered(Verdict.Standing.NOT_ASKED, url + ": this node could not ask: " + words);
        if (deadline.over() || e instanceof java.net.SocketTimeoutException)
            return Verdict.unanswered(
                    Verdict.Standing.UNRESPONSIVE,
                    url + ": no whole answer within " + limit.toMillis() + " ms, was " + deadline.doing());
        if (e instanceof java.net.UnknownHostException)
            return Verdict.unanswered(Verdict.Standing.UNREACHABLE, url + ": the host name is not known: " + words);
        boolean wrong = e instanceof ProtocolException || e instanceof SSLException;
        return Verdict.unanswered(
                wrong ? Verdict.Standing.WRONG : Verdict.Standing.UNREACHABLE,
                url + ": " + (e instanceof SSLException ? "TLS: " : "") + words);
    }
}
