package io.x0tta6bl4.monitor.provider.http;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.probe.Glance;
import io.x0tta6bl4.monitor.api.probe.Lookup;
import io.x0tta6bl4.monitor.api.probe.Panel;
import io.x0tta6bl4.monitor.api.probe.Questions;
import io.x0tta6bl4.monitor.api.probe.Rounds;
import io.x0tta6bl4.monitor.api.probe.Verdict;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sensor for HTTP endpoints of any element: state, latency, status. At most 1,024 questions are out at a time. */
@Component(property = {"x0.capability=monitor", "x0.name=" + HttpSensor.NAME})
public final class HttpSensor implements Sensor, SelfTest {
    static final String NAME = "http";
    private static final Logger LOG = LoggerFactory.getLogger(HttpSensor.class);
    static final Panel.Words WORDS =
            new Panel.Words(NAME, Signals.HTTP_STATE, Signals.HTTP_LATENCY, Optional.of(Signals.HTTP_STATUS));
    private static final int MOST_AT_ONCE = 1_024;
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    /** Takes milliseconds; the limit is for a machine that is starting and has much else to do. */
    private static final Duration SELF_TEST_LIMIT = Duration.ofSeconds(3);

    private final InstantSource clock;
    private final Rounds rounds;
    private final Lookup lookup = new Lookup();
    private final HttpProbe http;
    private final Questions<Probe.Http> questions = new Questions<>(HttpSensor::probes, this::begin);
    private volatile ObservationSink sink = observation -> {};

    @Activate
    public HttpSensor() {
        this(SteadyClock.system(), MOST_AT_ONCE);
    }

    HttpSensor(InstantSource clock, int mostAtOnce) {
        this.clock = clock;
        this.rounds = new Rounds(NAME, mostAtOnce, notTaken -> LOG.warn("An observation was not taken", notTaken));
        this.http = new HttpProbe(new Connector(lookup, rounds));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        this.sink = sink;
        questions.follow(model);
    }

    private static List<Probe.Http> probes(Element element) {
        return element.probes().stream()
                .filter(Probe.Http.class::isInstance)
                .map(Probe.Http.class::cast)
                .toList();
    }

    private List<Rounds.Round> begin(ElementId element, List<Probe.Http> probes) {
        Panel panel = new Panel(element, WORDS);
        List<Rounds.Round> started = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            int index = i;
            Probe.Http probe = probes.get(i);
            started.add(rounds.start(probe.schedule(), new Rounds.Question() {
                @Override
                public Verdict ask() {
                    return http.ask(probe, probe.schedule().timeout(), Optional.empty());
                }

                @Override
                public void tell(Verdict verdict) {
                    panel.hear(index, verdict, clock.instant()).forEach(sink::accept);
                }
            }));
        }
        return started;
    }

    @Override
    public List<Observation> look(Element element) {
        List<Probe.Http> probes = probes(element);
        if (probes.isEmpty()) return List.of();
        Optional<TraceContext> place = Propagation.here();
        return Glance.at(
                probes.size(),
                i -> http.ask(probes.get(i), shorter(probes.get(i).schedule().timeout()), place),
                new Panel(element.id(), WORDS),
                clock);
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST_LOOK) < 0 ? timeout : LONGEST_LOOK;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("ask a small server of its own, then the same address without the server", () -> {
            Probe.Http probe;
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().name("x0-self-test-http").start(() -> answerOnce(server));
                URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/self-test");
                Duration second = Duration.ofSeconds(1);
                probe = new Probe.Http(url, 200, 200, "well", new Probe.Schedule(second, SELF_TEST_LIMIT, 1, 1, 1));
                expect(Verdict.Standing.HEALTHY, http.ask(probe, SELF_TEST_LIMIT, Optional.empty()));
            }
            Verdict without = http.ask(probe, SELF_TEST_LIMIT, Optional.empty());
            if (without.good()) throw new IllegalStateException("an address without a server reads as healthy");
            return "healthy with the server, " + without.standing().word() + " without";
        });
    }

    private static void answerOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            int read = socket.getInputStream().read(new byte[1_024]);
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell";
            if (read > 0) socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return; // the asking side sees it and says so
        }
    }

    private static void expect(Verdict.Standing standing, Verdict verdict) {
        if (verdict.standing() != standing)
            throw new IllegalStateException(
                    "a server that answers reads as " + verdict.standing().word() + ": " + verdict.detail());
    }

    /** Ends all questions and threads. */
    @Deactivate
    void close() {
        questions.close();
        rounds.close();
        lookup.close();
    }
}
