package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The node's own authority, as the framework would start it. */
public final class Embedded {
    private Embedded() {}

    /** @param life of the SVIDs that it issues */
    public static EmbeddedIdentity of(SpiffeId node, Path bundles, KeyStore keys, Duration life, InstantSource clock) {
        EmbeddedIdentity identity = new EmbeddedIdentity(
                new Settings(
                        node,
                        Algorithm.ECDSA_P256,
                        life,
                        Duration.ofMinutes(5),
                        Duration.ofDays(90),
                        Duration.ofMinutes(25)),
                bundles,
                clock);
        identity.bindKeys(0, keys);
        identity.tick();
        return identity;
    }

    /** What the framework's timer does every second. */
    public static void tick(EmbeddedIdentity identity) {
        identity.tick();
    }

    /** Where refused tokens are written. */
    public static void journal(EmbeddedIdentity identity, Journal journal) {
        identity.with(journal);
    }

    public static void close(EmbeddedIdentity identity) {
        identity.close();
    }
}
