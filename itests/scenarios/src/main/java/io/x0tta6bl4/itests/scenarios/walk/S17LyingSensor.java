package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.sample.Measurements;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A sensor that lies is found out, and what it lies about is left alone. */
public final class S17LyingSensor implements Scenario {
    private static final String ELEMENT = "store";
    private static final double RIGHT = 3;
    private static final double WRONG = 1e6;

    @Override
    public String title() {
        return "A sensor that lies is found out, and what it lies about is left alone";
    }

    @Override
    public String text() {
        return "Two sensors measure the queue of store: a Prometheus that is asked, and OpenTelemetry that is sent."
                + " The Prometheus says a million where three is true, far above a threshold that is healed. People are"
                + " told of the sensor and store runs on. When both say a million, store is restarted.";
    }

    @Override
    public String sabotage() {
        return "brake 17, plausibility, is switched off";
    }

    @Override
    public String mustFail() {
        return "the incident names the sensor, not the element";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.watch().off("plausibility");
        trial.watch().brake("cool-down", "stable-window", "3s");
        var asked = trial.stage().closeLater(new Measurements.Asked(RIGHT));
        String signal = Measurements.signal();
        trial.watch()
                .more(
                        ELEMENT,
                        "queries: [ { prometheus: \"" + asked.address() + "\", query: queue, signal: " + signal
                                + ", every: 1s } ]",
                        "thresholds: [ { signal: " + signal
                                + ", above: 100, clear: 50, samples: 2 of 3, response: heal } ]");
        trial.stage().features("+monitor.otlp,+monitor.prometheus");
        trial.start();
        var sent = trial.stage()
                .closeLater(new Measurements.Sent(RIGHT, trial.node().health("ready"), ELEMENT));
        trial.await(
                "both sensors measure it",
                Duration.ofSeconds(15),
                () -> sensors(trial).containsAll(List.of("prometheus", "otlp")));
        int starts = trial.system().starts(ELEMENT);

        Instant lying = Instant.now();
        asked.say(WRONG);
        var incident = trial.incident(
                "the incident names the sensor, not the element",
                ELEMENT,
                List.of("SENSOR_FAULT"),
                lying,
                Duration.ofSeconds(20));
        Waiting.through(Duration.ofSeconds(6));
        int later = trial.system().starts(ELEMENT);
        trial.check("store is left alone", later == starts, later - starts + " starts for a lie");
        trial.check(
                "people are told",
                trial.stage().pages().stream().anyMatch(page -> page.contains(incident.id())),
                "no page of " + incident.words());
        asked.say(RIGHT);
        trial.await(
                "the incident ends with the lie",
                Duration.ofSeconds(30),
                () -> trial.console().chain(incident.id()).incident().in("CLEARED", "RESOLVED"));

        asked.say(WRONG);
        sent.say(WRONG);
        trial.await(
                "store is restarted when both say so",
                Duration.ofSeconds(20),
                () -> trial.system().starts(ELEMENT) > starts);
    }

    private static List<String> sensors(Trial trial) throws java.io.IOException {
        return trial.console()
                .say("element:show " + ELEMENT)
                .lines()
                .filter(line -> line.startsWith(Measurements.signal()))
                .map(line -> line.split("\\s+"))
                .map(words -> words[words.length - 2])
                .toList();
    }
}
