package io.x0tta6bl4.itests.identity;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.provider.embedded.Embedded;
import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.identity.provider.workloadapi.Served;
import io.x0tta6bl4.knowledge.api.element.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node's identity: the real authority and the real Workload API on a real socket; what stands around them is in memory. */
final class Node implements AutoCloseable {
    final Path socket;
    final Parts.Watch watch = new Parts.Watch();
    final Parts.Ledger ledger = new Parts.Ledger();
    final Parts.Notes journal = new Parts.Notes();
    private final Parts.Keys keys = new Parts.Keys();
    private final SpiffeId name;
    private final Path bundles;
    private final Duration life;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile EmbeddedIdentity identity;
    private volatile Served served;
    private int rank = 1;

    Node(Path folder, String domain, Duration life) throws IOException {
        this(folder, domain, life, InstantSource.system());
    }

    Node(Path folder, String domain, Duration life, InstantSource clock) throws IOException {
        this.name = SpiffeId.parse("spiffe://" + domain + "/node");
        this.socket = folder.resolve("w.sock");
        this.bundles = Files.createDirectories(folder.resolve("bundles"));
        this.life = life;
        this.clock = clock;
        this.identity = authority();
        this.served = api();
        timer.scheduleWithFixedDelay(() -> Embedded.tick(identity), 200, 200, TimeUnit.MILLISECONDS);
    }

    private EmbeddedIdentity authority() {
        return Embedded.of(name, bundles, keys, life, clock);
    }

    private Served api() throws IOException {
        return new Served(socket, clock, watch, ledger, journal).by(rank, identity);
    }

    EmbeddedIdentity identity() {
        return identity;
    }

    Served served() {
        return served;
    }

    /** Where bundles of other trust domains go. */
    Path bundles() {
        return bundles;
    }

    String address() {
        return "unix:" + socket;
    }

    void register(Registration... entries) {
        watch.registrations = List.of(entries);
    }

    /** A newer version of the authority serves before the older one goes. */
    void swapAuthority() {
        EmbeddedIdentity older = identity;
        EmbeddedIdentity newer = authority();
        served.by(++rank, newer);
        served.without(rank - 1);
        identity = newer;
        Embedded.close(older);
    }

    /** A newer version of the Workload API serves at the socket before the older one goes. */
    void swapApi() throws IOException {
        Served older = served;
        served = api();
        older.close();
    }

    /** It ends, as in a crash of the agent of a machine. */
    void stopApi() {
        served.close();
    }

    void startApi() throws IOException {
        served = api();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        served.close();
        Embedded.close(identity);
    }
}
