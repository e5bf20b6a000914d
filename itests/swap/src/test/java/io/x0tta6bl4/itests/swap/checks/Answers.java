package io.x0tta6bl4.itests.swap.checks;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.SignalDetector;
import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.Sealer;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.policy.api.Request;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Composer;
import io.x0tta6bl4.rag.api.Composition;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Calls whose answers are right or wrong, and what they are asked about. */
final class Answers {
    static final Snapshot NOTHING = new Snapshot(1, Instant.EPOCH, Model.empty("swap"), Map.of(), List.of(), 0);
    static final Analysis QUIET = new Analysis(List.of(), List.of(), List.of(), Set.of());
    static final Scene SCENE = new Scene(
            Set.of("a", "b"),
            Set.of(new Scene.Call("a", "b")),
            List.of(new Scene.Track(
                    "b",
                    Optional.empty(),
                    Scene.Measure.UTILISATION,
                    "cpu",
                    new double[] {1, 2, 1, 2, 1, 2},
                    new double[] {9, 9, 9})),
            Optional.empty(),
            true,
            Scene.Traffic.none());
    private static final Element HOST = Element.discovered(new ElementId("host"), new Subject.Host(), "host", Set.of());
    private static final AtomicLong TICK = new AtomicLong();
    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final Set<String> STORED = ConcurrentHashMap.newKeySet();
    private static final int AGAIN = 5_000;
    private static final String QUESTION = "What is to be done after an upgrade?";
    private static final Passage PASSAGE = new Passage(
            new Citation("a.md", "Restart", 1, 2, "line"), "a", "Restart the store after an upgrade.", Map.of());

    private Answers() {}

    /** A series begins: nothing has been answered yet. */
    static void begin() {
        TICK.set(0);
        SEQUENCE.set(0);
        STORED.clear();
    }

    private static void right(boolean good, String what) {
        if (!good) throw new IllegalStateException("answered wrongly: " + what);
    }

    /** The number of the tick goes on over a swap: a snapshot after another one has a higher number. */
    static Object growing(Monitor monitor) {
        long before = TICK.get();
        long tick = monitor.snapshot().tick();
        right(tick > before, "tick " + tick + " after " + before);
        TICK.accumulateAndGet(tick, Math::max);
        return "growing";
    }

    static Object look(Sensor sensor) {
        return look(sensor, HOST);
    }

    /** The API server is an element of its own. */
    static Object api(Sensor sensor) {
        return look(sensor, Element.discovered(new ElementId("cluster-api"), new Subject.Host(), "swap", Set.of()));
    }

    private static Object look(Sensor sensor, Element element) {
        Set<String> seen = new TreeSet<>();
        for (Observation observation : sensor.look(element)) seen.add(observation.signal());
        return sensor.name() + " " + seen;
    }

    static Object handles(Effector effector) {
        return effector.handles(new Command.StartProcess());
    }

    static Object plan(Planner planner) {
        ElementId id = HOST.id();
        Observation seen = Observation.state(id, "host.state", "gone", "", Instant.EPOCH, "swap");
        Symptom symptom = new Symptom(
                id,
                Symptom.Kind.DOWN,
                seen.signal(),
                Instant.EPOCH,
                1,
                "swap",
                Threshold.Response.HEAL,
                List.of(seen),
                "it is sick");
        Diagnosis diagnosis = new Diagnosis(List.of(), List.of(symptom), Set.of(), "no cause is known");
        Incident incident = new Incident(
                "I-000001", id, diagnosis, Incident.State.OPEN, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, "");
        Plan plan = planner.plan(
                new Situation(Instant.EPOCH, Model.empty("swap"), incident, List.of(), Map.of(), Set.of()));
        return plan.incident() + " " + plan.actions() + " " + plan.reason();
    }

    /** The chain goes on over a swap: an entry after another one has a higher number, and holds what was appended. */
    static Object appended(Journal journal) {
        long before = SEQUENCE.get();
        JournalRecord record = new JournalRecord.Noted("", new ElementId("swap"), "a call");
        List<JournalEntry> entries = journal.append(List.of(record));
        right(entries.size() == 1 && entries.getFirst().record().equals(record), String.valueOf(entries));
        long sequence = entries.getFirst().sequence();
        right(sequence > before, "entry " + sequence + " after " + before);
        SEQUENCE.accumulateAndGet(sequence, Math::max);
        return "appended";
    }

    static Object traced(Tracing tracing) {
        TraceContext parent = tracing.begin();
        TraceContext child = tracing.child(parent);
        right(
                child.traceId().equals(parent.traceId()) && !child.spanId().equals(parent.spanId()),
                child + " of " + parent);
        return "a trace";
    }

    static Object allowed(PolicyEngine policy) {
        return policy.decide(new Request("spiffe://x0.local/loop", "restart", "element:a"))
                .allowed();
    }

    /** Both sides of an agreement hold the same secret. */
    static Object agreed(Pqc pqc) {
        PrivateKey key = pqc.generate(KemAlgorithm.ML_KEM_768);
        Encapsulation sent = pqc.encapsulate(pqc.publicKey(key));
        right(pqc.decapsulate(key, sent.ciphertext()).matches(sent.secret()), "two sides of one agreement differ");
        return "agreed";
    }

    /** What was stored once is stored over every swap. */
    static Object kept(KeyStore store) {
        Set<String> before = Set.copyOf(STORED);
        Set<String> now = store.entries().stream().map(KeyStore.Entry::name).collect(Collectors.toSet());
        right(now.containsAll(before) && !now.isEmpty(), now + " after " + before);
        STORED.addAll(now);
        return "kept";
    }

    static Object sealed(Sealer sealer) {
        byte[] plain = {1, 2, 3};
        byte[] sealed = sealer.seal("swap", plain);
        right(!Arrays.equals(sealed, plain), "nothing is sealed");
        return Arrays.toString(sealer.open("swap", sealed));
    }

    static Object suspected(FailureDetector detector) {
        LinkWatch watch = detector.begin();
        List<Object> told = new ArrayList<>();
        for (int second = 0; second < 30; second++) told.addAll(watch.arrival("a", Instant.EPOCH.plusSeconds(second)));
        told.addAll(watch.advance(Instant.EPOCH.plusSeconds(600)));
        right(!told.isEmpty(), "a link that fell silent is not suspected");
        return told;
    }

    static Object judged(AnomalyDetection detection) {
        SignalDetector detector = detection.signal(AnomalyDetection.Depth.SCREEN);
        List<Object> judged = new ArrayList<>();
        for (int second = 0; second < 5; second++) judged.add(detector.next(Instant.EPOCH.plusSeconds(second), second));
        return judged;
    }

    /** It takes two questions at a time and says so to the others, who ask again. */
    static Object composed(Composer composer) {
        Composition answer = composer.compose(QUESTION, List.of(PASSAGE));
        for (int again = 0;
                again < AGAIN
                        && answer instanceof Composition.Unavailable busy
                        && busy.reason().endsWith("ask again");
                again++) {
            LockSupport.parkNanos(1_000_000);
            answer = composer.compose(QUESTION, List.of(PASSAGE));
        }
        return answer;
    }

    /** A whole handshake of the channel with itself, and a word over it. */
    static Object shaken(SecureChannel channel) {
        return channel.group() + " "
                + Handshake.over(channel.clientEngine("localhost", 1, Optional.empty()), channel.serverEngine());
    }
}
