package io.x0tta6bl4.itests.scenarios.walk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A damaged key store is told to people while everything still serves, and nothing is done to it. */
public final class S17DamagedKeyStore implements Scenario {
    private static final String ELEMENT = "identity/key-store";

    @Override
    public String title() {
        return "A damaged key store is told to people, and nothing is done to it";
    }

    @Override
    public String text() {
        return "One octet of the key store on the disk is turned. People are called, with the reason, while the node"
                + " still serves from memory; the file stays as it is. Put back, the symptom clears by itself.";
    }

    @Override
    public String sabotage() {
        return "the sensor for identities is stopped";
    }

    @Override
    public String mustFail() {
        return "an incident names the key store";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        trial.await(
                "the key store is watched",
                Duration.ofSeconds(10),
                () -> trial.console().element(ELEMENT).isPresent());
        if (trial.sabotaged()) trial.stopBundle("io.x0tta6bl4.monitor.provider.identity");
        Path store = trial.stage().data().resolve("keystore").resolve("store");
        byte[] good = Files.readAllBytes(store);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Instant began = Instant.now();
        Files.write(store, bad);
        var incident = trial.incident(
                "an incident names the key store",
                ELEMENT,
                List.of("KEY_STORE_UNREADABLE"),
                began,
                Duration.ofSeconds(20));
        trial.await(
                "people are called",
                Duration.ofSeconds(10),
                () -> trial.stage().pages().stream().anyMatch(page -> page.contains(ELEMENT)));
        trial.check(
                "nothing was done to it",
                java.util.Arrays.equals(bad, Files.readAllBytes(store)),
                "the file is another one");
        Files.write(store, good);
        trial.await(
                "the incident ends when the file is put back",
                Duration.ofSeconds(30),
                () -> trial.console().chain(incident.id()).incident().in("CLEARED", "RESOLVED"));
    }
}
