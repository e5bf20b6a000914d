package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Baselines.Baseline;
import io.x0tta6bl4.platform.api.BundleContent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** The contents of bundles that are known to have worked, and the digests of those in use. */
final class KnownGood {
    private static final String JAR = "jar";

    private final Baselines baselines;
    private final Map<Long, Stamp> digests = new ConcurrentHashMap<>();

    /** A digest holds while the bundle's content was not changed again. */
    private record Stamp(long modified, String digest) {}

    KnownGood(Baselines baselines) {
        this.baselines = baselines;
    }

    /** The newest known good content that is another one than that in use and was not rejected. */
    Optional<Baseline> other(Bundle bundle) throws IOException {
        String digest = digest(bundle);
        return baselines.of(element(bundle)).stream()
                .filter(b -> b.name().equals(JAR) && !b.digest().equals(digest))
                .filter(b -> !baselines.rejected(b.element(), JAR, b.digest()))
                .findFirst();
    }

    /** Whether there is any known good content. */
    boolean any(Bundle bundle) {
        return baselines.newest(element(bundle), JAR).isPresent();
    }

    /** Keeps the content in use as good unless it was rejected before; true when it is kept now. */
    boolean keep(Bundle bundle) throws IOException {
        long modified = bundle.getLastModified();
        BundleContent content = BundleHands.content(bundle);
        String digest = remember(bundle, modified, content);
        if (baselines.rejected(element(bundle), JAR, digest)) return false;
        baselines.keep(element(bundle), JAR, bundle.getVersion().toString(), content.jar());
        return true;
    }

    /** Forgets the digests of bundles that are gone. */
    void retain(Set<Long> bundles) {
        digests.keySet().retainAll(bundles);
    }

    void reject(Bundle bundle, BundleContent content, String why) {
        baselines.reject(element(bundle), JAR, content.digest(), why);
    }

    byte[] read(Baseline baseline) throws IOException {
        try (var in = baselines.open(baseline)) {
            return in.readNBytes(BundleContent.LIMIT);
        }
    }

    private String digest(Bundle bundle) throws IOException {
        long modified = bundle.getLastModified();
        Stamp stamp = digests.get(bundle.getBundleId());
        if (stamp != null && stamp.modified == modified) return stamp.digest;
        return remember(bundle, modified, BundleHands.content(bundle));
    }

    private String remember(Bundle bundle, long modified, BundleContent content) {
        digests.put(bundle.getBundleId(), new Stamp(modified, content.digest()));
        return content.digest();
    }

    private static ElementId element(Bundle bundle) {
        return new ElementId("bundle/" + bundle.getSymbolicName());
    }
}
