package io.x0tta6bl4.monitor.provider.tcp;

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
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** Sensor for TCP endpoints of any element: state, latency. At most 1,024 connections are being opened at a time. */
@Component(property = {"x0.capability=monitor", "x0.name=" + TcpSensor.NAME})
public final class TcpSensor implements Sensor, SelfTest {
    static final String NAME = "tcp";
    private static final Logger LOG = LoggerFactory.getLogger(TcpSensor.class);
    private static final Panel.Words WORDS =
            new Panel.Words(NAME, Signals.TCP_STATE, Signals.TCP_LATENCY, Optional.empty());
    private static final int MOST_AT_ONCE = 1_024;
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    /** Takes milliseconds; the limit is for a machine that is starting and has much else to do. */
    private static final Duration SELF_TEST_LIMIT = Duration.ofSeconds(3);

    private final InstantSource clock;
    private final Rounds rounds;
    private final Lookup lookup = new Lookup();
    private final TcpProbe tcp = new TcpProbe(lookup);
    private final Questions<Probe.Tcp> questions = new Questions<>(TcpSensor::probes, this::begin);
    private volatile ObservationSink sink = observation -> {};

    @Activate
    public TcpSensor() {
        this(SteadyClock.system(), MOST_AT_ONCE);
    }

    TcpSensor(InstantSource clock, int mostAtOnce) {
        this.clock = clock;
        this.rounds = new Rounds(NAME, mostAtOnce, notTaken -> LOG.warn("An observation was not taken", notTaken));
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

    private static List<Probe.Tcp> probes(Element element) {
        return element.probes().stream()
                .filter(Probe.Tcp.class::isInstance)
                .map(Probe.Tcp.class::cast)
                .toList();
    }

    private List<Rounds.Round> begin(ElementId element, List<Probe.Tcp> probes) {
        Panel panel = new Panel(element, WORDS);
        List<Rounds.Round> started = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            int index = i;
            Probe.Tcp probe = probes.get(i);
            started.add(rounds.start(probe.schedule(), new Rounds.Question() {
                @Override
                public Verdict ask() {
                    return tcp.ask(probe, probe.schedule().timeout());
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
        List<Probe.Tcp> probes = probes(element);
        if (probes.isEmpty()) return List.of();
        return Glance.at(
                probes.size(),
                i -> tcp.ask(probes.get(i), shorter(probes.get(i).schedule().timeout())),
                new Panel(element.id(), WORDS),
                clock);
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST_LOOK) < 0 ? timeout : LONGEST_LOOK;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("connect to a small server of its own, then to the same address without it", () -> {
            Probe.Tcp probe;
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), SELF_TEST_LIMIT, 1, 1, 1);
                probe = new Probe.Tcp("127.0.0.1", server.getLocalPort(), schedule);
                Verdict with = tcp.ask(probe, SELF_TEST_LIMIT);
                if (!with.good()) throw new IllegalStateException("a server that listens reads as " + with.detail());
            }
            Verdict without = tcp.ask(probe, SELF_TEST_LIMIT);
            if (without.good()) throw new IllegalStateException("an address without a server reads as healthy");
            return "healthy with the server, " + without.standing().word() + " without";
        });
    }

    /** Ends all questions and threads. */
    @Deactivate
    void close() {
        questions.close();
        rounds.close();
        lookup.close();
    }
}
