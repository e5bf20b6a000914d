package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.node.Node;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import io.x0tta6bl4.itests.scenarios.sample.WatchFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One play of a scenario or of its twin. */
public final class Trial {
    private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);
    private final Stage stage;
    private final boolean sabotaged;
    private final Random random;
    private final Progress progress;

    /** @param sabotaged whether this is the twin */
    Trial(Stage stage, boolean sabotaged, long seed, Progress progress) {
        this.stage = stage;
        this.sabotaged = sabotaged;
        this.random = new Random(seed);
        this.progress = progress;
    }

    public Stage stage() {
        return stage;
    }

    public boolean sabotaged() {
        return sabotaged;
    }

    public WatchFile watch() {
        return stage.watch();
    }

    public SampleSystem system() {
        return stage.system();
    }

    public Console console() {
        return stage.console();
    }

    public Node node() {
        return stage.node();
    }

    /** Starts the node on the watch file as it is now and waits until all is well. */
    public void start() throws IOException {
        stage.startNode();
        stage.awaitHealthy(HEALTHY_LIMIT);
    }

    /** Puts the watch file as it is now in force on the running node; returns when the brakes show the change. */
    public void change(String mustShow) throws IOException, Unmet {
        stage.writeWatch();
        await(
                "the changed watch file is in force",
                Duration.ofSeconds(5),
                () -> console().say("loop:explain --json").contains(mustShow));
    }

    /** Lets a random moment pass, at most a second, so that faults do not always meet the same phase of the probes. */
    public void oddMoment() {
        Waiting.through(Duration.ofMillis(random.nextInt(1_000)));
    }

    /** One of these, by the seed. */
    public String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Stops a bundle of the node, with Felix's own command. */
    public void stopBundle(String symbolicName) throws IOException {
        say("sabotage: " + symbolicName + " is stopped");
        console().say("stop " + console().bundle(symbolicName).id());
    }

    public void say(String what) {
        progress.say("    " + what);
    }

    /** A check that must hold now. */
    public void check(String name, boolean holds, String seen) throws Unmet {
        if (!holds) throw new Unmet(name, seen);
        say("ok  " + name);
    }

    /** A check that must come to hold within a limit. */
    public void await(String name, Duration limit, Waiting.Condition condition) throws Unmet {
        check(name, Waiting.until(condition, limit, LOOK), "not within " + limit.toMillis() + " ms");
    }

    /** Waits for an incident on an element, opened since an instant; the first cause it names must be one of these. */
    public IncidentView incident(String name, String element, List<String> causes, Instant since, Duration limit)
            throws Unmet, IOException {
        Waiting.until(() -> console().incident(element, since).isPresent(), limit, LOOK);
        var incident = console().incident(element, since);
        if (incident.isEmpty())
            throw new Unmet(name, "no incident on " + element + " within " + limit.toMillis() + " ms");
        List<String> named = console().chain(incident.get().id()).causes();
        check(
                name,
                !named.isEmpty() && causes.contains(named.getFirst()),
                incident.get().words() + "; causes named in order: " + named);
        return incident.get();
    }

    /** How often each service was started, by the services' own count. */
    public Map<String, Integer> starts() throws IOException {
        Map<String, Integer> starts = new TreeMap<>();
        for (Service service : system().services()) starts.put(service.name(), system().starts(service.name()));
        return starts;
    }
}
