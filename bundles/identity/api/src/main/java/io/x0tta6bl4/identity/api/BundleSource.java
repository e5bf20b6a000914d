package io.x0tta6bl4.identity.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whom this node believes: the trust bundle of its own trust domain and of those it is federated with. Bundles are never pooled: an
 * SVID is judged by the bundle of its own trust domain alone.
 */
@ProviderType
public interface BundleSource {
    /** The trust domain of this node. */
    TrustDomain trustDomain();

    /** The bundle of a trust domain; absent when this node does not know it, and then nobody of it is believed. */
    Optional<TrustBundle> bundle(TrustDomain domain);

    /** All bundles, that of the own trust domain first. */
    List<TrustBundle> bundles();

    /** What is wrong with bundles of other trust domains, one sentence for each; what was read before stays in force. */
    List<String> troubles();

    /**
     * Calls back after every change of any bundle, in a thread of the source. A listener is quick and does not throw.
     *
     * @throws IllegalStateException beyond {@link SvidSource#LISTENER_LIMIT}
     */
    Subscription onBundleChange(Runnable listener);
}
