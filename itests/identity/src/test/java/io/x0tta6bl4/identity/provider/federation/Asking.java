package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.TrustManager;

/** The client of bundle endpoints, wired as the framework would. */
public final class Asking implements AutoCloseable {
    private final EmbeddedIdentity identity;
    private final TrustManager[] authorities;
    private final FederationClient client;

    /** @param authorities that this machine trusts in the web */
    public Asking(
            EmbeddedIdentity identity,
            Journal journal,
            TrustManager[] authorities,
            Duration least,
            String... relationships) {
        this.identity = identity;
        this.authorities = authorities;
        this.client = new FederationClient(
                        Relationship.all(relationships), InstantSource.system(), () -> Tls.web(authorities), least)
                .with(identity, identity, journal);
    }

    public static Asking of(EmbeddedIdentity identity, Journal journal, String... relationships) {
        return new Asking(identity, journal, new TrustManager[0], Duration.ofSeconds(10), relationships);
    }

    /** Asks once; when it would be asked again. */
    public Duration poll() throws InterruptedException {
        return client.poll();
    }

    /** Asks by itself from now on. */
    public Asking begin() {
        client.begin();
        return this;
    }

    /** What comes of one question; the words when it failed. */
    public String ask(String url, Duration limit) throws InterruptedException {
        Fetch fetch = new Fetch(identity::bundle, InstantSource.system(), () -> Tls.web(authorities));
        Reply reply = fetch.fetch(URI.create(url), new Relationship.Profile.Web(), limit);
        return reply instanceof Reply.Failed(String why)
                ? why
                : reply.getClass().getSimpleName();
    }

    public SelfTestResult selfTest() {
        return client.selfTest();
    }

    public long changes() {
        return client.changes();
    }

    @Override
    public void close() {
        client.close();
    }
}
