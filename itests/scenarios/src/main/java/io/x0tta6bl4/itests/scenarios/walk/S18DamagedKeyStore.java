package io.x0tta6bl4.itests.scenarios.walk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A key store that was damaged under a running node is told before the restart that would need it, and left as it is. */
public final class S18DamagedKeyStore implements Scenario {
    private static final String ELEMENT = "identity/key-store";

    @Override
    public String title() {
        return "A key store that was damaged under a running node is told, and left as it is";
    }

    @Override
    public String text() {
        return "One bit of the key store flips on the disk. The node opens an incident on the key store, calls people"
            + " with the runbook, touches nothing, and goes on issuing by what it has in memory. With the file as it"
            + " was the incident ends.";
    }

    @Override
    public String sabotage() {
        return "the sensor for identities is not there";
    }

    @Override
    public String mustFail() {
        return "an incident names the key store";
    }

    @Override
    public void play(Trial trial) throws Exception {
        if (trial.sabotaged()) trial.stage().features("-monitor.identity");
        trial.watch().brake("cool-down", "stable-window", "3s");
        trial.start();
        Path store = trial.node().data().resolve("keystore/store");
        byte[] whole = Files.readAllBytes(store);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;

        Instant broken = Instant.now();
        Files.write(store, damaged);
        var incident = trial.incident(
                "an incident names the key store",
                ELEMENT,
                List.of("KEY_STORE_UNREADABLE"),
                broken,
                Duration.ofSeconds(20));
        trial.await(
                "people are told, and by which runbook",
                Duration.ofSeconds(10),
                () -> trial.stage().pages().stream()
                        .anyMatch(page -> page.contains(incident.id()) && page.contains("key-store-unreadable.md")));
        trial.check(
                "the damaged file is left as it is",
                Arrays.equals(Files.readAllBytes(store), damaged),
                "it was written");
        String renewed = trial.console().say("identity:renew");
        trial.check("the node goes on issuing by what it has in memory", renewed.contains("spiffe://"), renewed);

        Files.write(store, whole);
        trial.await(
                "the incident ends when the file is as it was",
                Duration.ofSeconds(30),
                () -> trial.console().chain(incident.id()).incident().in("CLEARED", "RESOLVED"));
    }
}
