package io.x0tta6bl4.itests.identity;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.provider.embedded.Embedded;
import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.monitor.provider.identity.IdentitySensor;
import io.x0tta6bl4.monitor.provider.identity.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every sensor keeps, by the one for identities over a real authority. */
class IdentitySensorTest implements SensorContract {
    @TempDir
    private Path folder;

    private final Parts.Keys keys = new Parts.Keys();
    private EmbeddedIdentity identity;
    private IdentitySensor sensor;

    @BeforeEach
    void begin() {
        identity = Embedded.of(
                SpiffeId.parse("spiffe://example.org/node"), folder, keys, Duration.ofHours(1), InstantSource.system());
        sensor = Watching.begin(Watching.of(identity, keys, InstantSource.system()));
    }

    @AfterEach
    void end() {
        Watching.close(sensor);
        Embedded.close(identity);
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return Element.discovered(
                new ElementId("identity/svid"), new Subject.Identity(Subject.Identity.Part.SVID), "identity", Set.of());
    }
}
