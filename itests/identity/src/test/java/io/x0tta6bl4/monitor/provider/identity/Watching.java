package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.InstantSource;

/** The sensor for identities over real ones, without a framework. */
public final class Watching {
    private Watching() {}

    /** Nothing is looked at unless asked. */
    public static <T extends SvidSource & BundleSource & Authority> IdentitySensor of(
            T source, KeyStore keys, InstantSource wall) {
        IdentitySensor sensor = ofClient(source, wall);
        sensor.trust().authorities.bind(0, source);
        sensor.trust().keys.bind(0, keys);
        return sensor;
    }

    /** Of an identity that comes from an agent. */
    public static <T extends SvidSource & BundleSource> IdentitySensor ofClient(T source, InstantSource wall) {
        IdentitySensor sensor = new IdentitySensor(wall, SteadyClock.system());
        sensor.trust().svids.bind(0, source);
        sensor.trust().bundles.bind(0, source);
        return sensor;
    }

    /** What the framework's start does. */
    public static IdentitySensor begin(IdentitySensor sensor) {
        sensor.begin(java.time.Duration.ofMillis(200));
        return sensor;
    }

    public static void close(IdentitySensor sensor) {
        sensor.close();
    }
}
