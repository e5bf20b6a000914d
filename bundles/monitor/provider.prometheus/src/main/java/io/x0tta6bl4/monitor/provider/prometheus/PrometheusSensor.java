package io.x0tta6bl4.monitor.provider.prometheus;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch.Query;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.probe.Questions;
import io.x0tta6bl4.monitor.api.probe.Rounds;
import io.x0tta6bl4.monitor.api.probe.Verdict;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a Prometheus the queries of the watch file. An answer without a number is a doubt of the sensor, never a fault of the
 * element. At most 64 questions are out at a time.
 */
@Component(property = {"x0.capability=monitor", "x0.name=" + PrometheusSensor.NAME})
public final class PrometheusSensor implements Sensor, SelfTest {
    static final String NAME = "prometheus";
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusSensor.class);
    private static final int MOST_AT_ONCE = 64;
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    /** Clocks of two machines that differ by more are not compared. */
    private static final Duration CLOCKS = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Rounds rounds;
    private final Prometheus prometheus = new Prometheus();
    private final Questions<Query> questions =
            new Questions<>(element -> element.telemetry().queries(), this::begin);
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private volatile ObservationSink sink = observation -> {};

    @Activate
    public PrometheusSensor() {
        this(SteadyClock.system(), MOST_AT_ONCE);
    }

    PrometheusSensor(InstantSource clock, int mostAtOnce) {
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

    private List<Rounds.Round> begin(ElementId element, List<Query> queries) {
        return queries.stream().map(query -> begin(element, query)).toList();
    }

    private Rounds.Round begin(ElementId element, Query query) {
        Probe.Schedule schedule = new Probe.Schedule(query.every(), query.timeout(), 1, 1, 1);
        return rounds.start(schedule, new Rounds.Question() {
            private volatile Answer answer = new Answer.None("not asked yet");

            @Override
            public Verdict ask() {
                answer = prometheus.ask(query, query.timeout());
                return Verdict.connected("", 0);
            }

            @Override
            public void tell(Verdict verdict) {
                Answer said = verdict.good() ? answer : new Answer.None(verdict.detail());
                sink.accept(observation(element, query, said));
            }
        });
    }

    private Observation observation(ElementId element, Query query, Answer answer) {
        Instant now = clock.instant();
        Instant wall = SteadyClock.system().wall(now); // Prometheus tells the wall clock's time
        asked.incrementAndGet();
        return switch (answer) {
            case Answer.Value(double value, Instant at)
            when at.isAfter(wall.plus(CLOCKS)) ->
                doubt(element, query, "Prometheus says " + value + " of the future, " + at, now);
            case Answer.Value(double value, Instant at)
            when at.isBefore(wall.minus(CLOCKS)) ->
                doubt(element, query, "Prometheus says " + value + " of the past, " + at, now);
            case Answer.Value(double value, Instant _) ->
                Observation.measured(element, query.signal(), value, "1", now, NAME);
            case Answer.None(String reason) -> doubt(element, query, reason, now);
        };
    }

    private Observation doubt(ElementId element, Query query, String reason, Instant now) {
        unanswered.incrementAndGet();
        return Observation.absent(element, query.signal(), reason, now, NAME).doubted(Quality.DOUBTFUL, reason);
    }

    @Override
    public List<Observation> look(Element element) {
        return element.telemetry().queries().parallelStream()
                .map(query -> observation(element.id(), query, prometheus.ask(query, shorter(query.timeout()))))
                .toList();
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST_LOOK) < 0 ? timeout : LONGEST_LOOK;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read known answers of a Prometheus", () -> {
            String known =
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1.5,\"%s\"]}]}}";
            if (!Answer.read(known.formatted("2.5")).equals(new Answer.Value(2.5, Instant.ofEpochMilli(1_500))))
                throw new IllegalStateException("a known number is not read");
            if (!(Answer.read(known.formatted("NaN")) instanceof Answer.None))
                throw new IllegalStateException("NaN is read as a number");
            return asked + " questions so far, " + unanswered + " of them without a number";
        });
    }

    /** Ends all questions and threads. */
    @Deactivate
    void close() {
        questions.close();
        rounds.close();
        prometheus.close();
    }
}
