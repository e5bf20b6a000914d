package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A town of processes that really need one another: faults spread to callers with the delays of their probes, starts take time,
 * ends are told at once. The clock is moved by hand in tenths of a second; only verification passes in true time.
 */
final class Town implements AutoCloseable {
    static final Duration STEP = Duration.ofMillis(100);
    private static final int PROBE_EVERY = 5;
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Brakes BRAKES = Switched.with(new Brakes.Verification(true, 2, Duration.ofMillis(4)));

    final Scene scene = new Scene(BRAKES);
    final Set<String> faulted = ConcurrentHashMap.newKeySet();
    /** Actions on elements that had no fault of their own at that moment. */
    final List<String> wrongs = new CopyOnWriteArrayList<>();

    private final Random random;
    private final Map<String, Citizen> citizens = new LinkedHashMap<>();
    private final PriorityQueue<Late> late =
            new PriorityQueue<>((a, b) -> a.due().equals(b.due()) ? 0 : a.due().isBefore(b.due()) ? -1 : 1);
    private int steps;

    private record Late(Instant due, Observation observation) {}

    private static final class Citizen {
        final List<String> hard = new ArrayList<>();
        int phase;
        int startSteps;
        boolean slowToFail;
        int blips;
        volatile int starting;
        volatile boolean hung;
        volatile boolean wrong;
        String told = "";
    }

    Town(Random random) {
        this.random = random;
        scene.plant.starting = java.util.Optional.of(this::start);
    }

    /** A process that needs others; a hard need fails with it, a soft one does not. */
    Town citizen(String name, Map<String, Boolean> needs) {
        Citizen citizen = new Citizen();
        needs.forEach((on, hard) -> {
            if (hard) citizen.hard.add(on);
        });
        citizen.phase = random.nextInt(PROBE_EVERY);
        citizen.startSteps = 2 + random.nextInt(random.nextInt(3) == 0 ? 40 : 8);
        citizen.slowToFail = random.nextBoolean();
        citizens.put(name, citizen);
        scene.process(name, needs.keySet().toArray(String[]::new));
        return this;
    }

    Town open() {
        scene.watch();
        steps(30);
        return this;
    }

    List<String> names() {
        return List.copyOf(citizens.keySet());
    }

    private Citizen citizen(String name) {
        return citizens.get(name);
    }

    void kill(String name) {
        faulted.add(name);
        Citizen citizen = citizen(name);
        citizen.hung = false;
        citizen.starting = 0;
        scene.plant.process.put(new ElementId(name), "exited");
    }

    void hang(String name) {
        faulted.add(name);
        citizen(name).hung = true;
    }

    void spoil(String name) {
        faulted.add(name);
        citizen(name).wrong = true;
    }

    /** The next answers of its probe are bad though nothing is wrong with it. */
    void blip(String name) {
        citizen(name).blips = 1;
    }

    /** A second sensor says the opposite for a while. */
    void lie(String name, String state) {
        scene.observe(Observation.state(new ElementId(name), Signals.HTTP_STATE, state, "", scene.now.get(), "liar"));
    }

    void stop(String name) {
        kill(name);
        scene.plant.process.put(new ElementId(name), "never-started");
    }

    /** An operator starts it again. */
    void startAgain(String name) {
        citizen(name).starting = citizen(name).startSteps;
        scene.plant.process.put(new ElementId(name), "running");
    }

    private void start(ElementId id) {
        Citizen citizen = citizen(id.value());
        boolean sick = !"running".equals(scene.plant.process.get(id)) || citizen.hung || citizen.wrong;
        boolean stopped = "never-started".equals(scene.plant.process.get(id));
        if (!sick || stopped)
            wrongs.add("step " + steps + ": " + scene.commands().getLast());
        citizen.hung = false;
        citizen.wrong = false;
        citizen.starting = citizen.startSteps;
        scene.plant.process.put(id, "running");
    }

    Town steps(int count) {
        for (int i = 0; i < count; i++) step();
        return this;
    }

    void step() {
        steps++;
        Instant now = scene.now.updateAndGet(t -> t.plus(STEP));
        citizens.values().forEach(c -> c.starting = Math.max(0, c.starting - 1));
        Map<String, String> answers = answers();
        answers.forEach((name, answer) -> scene.plant.http.put(new ElementId(name), answer));
        citizens.forEach((name, citizen) -> tell(name, citizen, answers.get(name), now));
        while (!late.isEmpty() && !late.peek().due().isAfter(now))
            scene.observe(late.poll().observation());
        scene.engine.tick();
        if (!scene.engine.workers.busy().isEmpty()) LockSupport.parkNanos(3_000_000);
    }

    private void tell(String name, Citizen citizen, String answer, Instant now) {
        ElementId id = new ElementId(name);
        String state = scene.plant.process.get(id);
        if (!state.equals(citizen.told) || (steps + citizen.phase) % 50 == 0) {
            citizen.told = state;
            String detail = state.equals("never-started") ? "stopped by operator" : "";
            scene.observe(Observation.state(id, Signals.PROCESS_STATE, state, detail, now, "plant"));
        }
        if ((steps + citizen.phase) % PROBE_EVERY != 0) return;
        if (citizen.blips-- > 0) answer = "wrong";
        Instant due = answer.equals("unresponsive") ? now.plus(TIMEOUT) : now;
        late.add(new Late(due, Observation.state(id, Signals.HTTP_STATE, answer, "", due, "plant")));
    }

    /** What each would answer now; who needs somebody answers after that one. */
    private Map<String, String> answers() {
        Map<String, String> answers = new HashMap<>();
        citizens.keySet().forEach(name -> answer(name, answers, new HashSet<>()));
        return answers;
    }

    private String answer(String name, Map<String, String> answers, Set<String> asking) {
        String known = answers.get(name);
        if (known != null) return known;
        if (!asking.add(name)) return "healthy";
        Citizen citizen = citizen(name);
        String answer = own(name, citizen);
        for (String on : citizen.hard) {
            String there = answer(on, answers, asking);
            if (!answer.equals("healthy") || there.equals("healthy")) continue;
            answer = there.equals("unresponsive") && citizen.slowToFail ? "unresponsive" : "wrong";
        }
        answers.put(name, answer);
        return answer;
    }

    private String own(String name, Citizen citizen) {
        boolean runs = "running".equals(scene.plant.process.get(new ElementId(name)));
        if (!runs || citizen.starting > 0) return "unreachable";
        return citizen.hung ? "unresponsive" : citizen.wrong ? "wrong" : "healthy";
    }

    boolean serves(String name) {
        return own(name, citizen(name)).equals("healthy");
    }

    /** The graph, what was done and what came of it. */
    String words() {
        StringBuilder words = new StringBuilder("\nfaults " + faulted + "\n");
        citizens.forEach((name, c) -> words.append(name)
                .append(" needs ")
                .append(scene.engine.model().dependencies(new ElementId(name)))
                .append(", fails with ")
                .append(c.hard)
                .append('\n'));
        scene.plant.done.forEach(o -> words.append(o.action().id())
                .append(' ')
                .append(o.action().command().name())
                .append(' ')
                .append(o.element().id())
                .append('\n'));
        scene.journal
                .all(io.x0tta6bl4.knowledge.api.journal.JournalRecord.Changed.class)
                .forEach(c -> words.append(c.now().changed())
                        .append(' ')
                        .append(c.incident())
                        .append(' ')
                        .append(c.now().element())
                        .append(' ')
                        .append(c.now().state())
                        .append(' ')
                        .append(c.now().note())
                        .append('\n'));
        scene.journal
                .all(io.x0tta6bl4.knowledge.api.journal.JournalRecord.Raised.class)
                .forEach(r -> words.append(r.incident())
                        .append(' ')
                        .append(r.symptom().key())
                        .append(" since ")
                        .append(r.symptom().since())
                        .append(r.symptom().evidence().stream()
                                .map(o -> " " + o.at())
                                .toList())
                        .append('\n'));
        return words.toString();
    }

    /**
     * Lets time pass until all serve and nothing is open but what is being watched. A verification that waits for its deadline
     * does so in true time, which is given to it.
     */
    boolean quiet(int limit) {
        int busy = 0;
        for (int i = 0; i < limit; i++) {
            step();
            busy = scene.engine.workers.busy().isEmpty() ? 0 : busy + 1;
            if (busy > 60) LockSupport.parkNanos(STEP.toNanos());
            boolean all = citizens.keySet().stream().allMatch(this::serves);
            boolean open = scene.engine.incidents.open().values().stream()
                    .anyMatch(inc -> inc.state() != io.x0tta6bl4.knowledge.api.incident.Incident.State.WATCHED);
            if (all && !open && scene.engine.workers.busy().isEmpty()) return true;
        }
        return false;
    }

    @Override
    public void close() {
        scene.close();
    }
}
