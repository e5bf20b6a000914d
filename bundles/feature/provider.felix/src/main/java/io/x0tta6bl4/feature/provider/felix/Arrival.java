package io.x0tta6bl4.feature.provider.felix;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A bundle that comes.
 *
 * @param wanted what the feature says of it
 * @param file its bytes
 * @param sha256 of the bytes
 * @param revision its headers as the framework reads them
 * @param replaces the bundle of the same name that goes
 */
record Arrival(WantedBundle wanted, Path file, String sha256, BundleRevision revision, Optional<Bundle> replaces) {

    Coordinates coordinates() {
        return wanted.coordinates();
    }

    /** Where it is installed from: its coordinates, with its digest and a number as far as others have those. */
    String location(Predicate<String> taken) {
        String location = "x0:" + coordinates();
        if (!taken.test(location)) return location;
        String other = location + "#" + sha256.substring(0, 12);
        return Stream.iterate(1, n -> n + 1)
                .map(n -> n == 1 ? other : other + "." + n)
                .filter(taken.negate())
                .findFirst()
                .orElseThrow();
    }

    boolean fragment() {
        return (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** Whether the old one has to stop first: the feature says so, or the bundle is the only one of its name. */
    boolean stopFirst() {
        return wanted.stopFirst()
                || revision.getDeclaredCapabilities("osgi.wiring.bundle").stream()
                        .anyMatch(c -> "true".equals(c.getDirectives().get("singleton")));
    }

    /** Whether it is started before the old one stops, and waits by itself until that has ended: so the gap is shorter. */
    boolean waits() {
        return wanted.waits() && wanted.stopFirst();
    }

    /** An operator stopped the one it replaces, and that holds for its successor. */
    boolean staysStopped() {
        return replaces.filter(old -> !old.adapt(org.osgi.framework.startlevel.BundleStartLevel.class)
                        .isPersistentlyStarted())
                .isPresent();
    }

    String name() {
        return revision.getSymbolicName();
    }

    String version() {
        return revision.getVersion().toString();
    }
}
