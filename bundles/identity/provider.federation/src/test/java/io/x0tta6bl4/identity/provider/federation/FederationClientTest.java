package io.x0tta6bl4.identity.provider.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class FederationClientTest {
    private static final String LINE = "other.org https_web https://127.0.0.1:1/";

    @Test
    void nothing_is_called_well_before_it_was_asked_nor_without_the_parts_that_it_needs() throws Exception {
        FederationClient client =
                new FederationClient(Relationship.all(LINE), InstantSource.system(), Tls::web, Duration.ofSeconds(10));
        assertThat(client.selfTest().passed()).isFalse();
        assertThat(client.selfTest().detail()).contains("other.org from https://127.0.0.1:1/: not asked yet");

        client.poll();

        assertThat(client.selfTest().passed()).isFalse();
        assertThat(client.selfTest().detail()).contains("other.org", "not kept up", "trust bundles");
        client.close();
    }
}
