package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.ForeignBundles.Outcome;
import io.x0tta6bl4.identity.api.Listeners;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done every second: the own SVID, the keys of the authority, the files of other trust domains. Each is done whatever comes
 * of the others: an authority that cannot write its next key, or a bundle that cannot be read, keeps no SVID from being renewed.
 */
final class Upkeep {
    private final Federation federation;
    private final LocalAuthority authority;
    private final OwnIdentity own;
    private final Listeners bundleListeners;

    Upkeep(Federation federation, LocalAuthority authority, OwnIdentity own, Listeners bundleListeners) {
        this.federation = federation;
        this.authority = authority;
        this.own = own;
        this.bundleListeners = bundleListeners;
    }

    void tick() {
        List<String> troubles = new ArrayList<>();
        attempt(own::renewWhenDue, troubles);
        attempt(authority::rotate, troubles);
        attempt(own::renewWhenDue, troubles); // at once when a key was retired
        attempt(
                () -> {
                    if (federation.look()) bundleListeners.tell();
                },
                troubles);
        troubles.addAll(federation.troubles());
        own.note(
                troubles.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                String.join("; ", troubles.stream().distinct().toList())));
    }

    Outcome take(TrustDomain domain, byte[] document) {
        boolean seen = federation.look();
        Outcome outcome = federation.take(domain, document);
        if (seen || outcome instanceof Outcome.Taken(TrustBundle bundle, boolean changed) && changed)
            bundleListeners.tell();
        return outcome;
    }

    private static void attempt(Runnable step, List<String> troubles) {
        try {
            step.run();
        } catch (RuntimeException e) {
            troubles.add(String.valueOf(e.getMessage()));
        }
    }
}
