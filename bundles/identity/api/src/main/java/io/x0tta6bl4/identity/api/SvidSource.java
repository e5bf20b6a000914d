package io.x0tta6bl4.identity.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The node's own identity, renewed before it expires. Reading it costs nothing: take it anew for every connection. */
@ProviderType
public interface SvidSource {
    /** The most listeners at one time. */
    int LISTENER_LIMIT = 1_000;

    /**
     * The SVID of this node that is valid now; absent when there is none: not issued yet, or it expired and could not be renewed.
     */
    Optional<X509Svid> svid();

    /**
     * Renews it now, whether or not it is due.
     *
     * @throws IdentityException when that is not possible; the one before stays
     */
    X509Svid renew();

    /** Why there is none, or why it could not be renewed, and what to do; absent when all is well. */
    Optional<String> trouble();

    /**
     * Calls back after every change of {@link #svid}, in a thread of the source; read the new one then. A listener is quick and
     * does not throw; subscribe in {@code bind}, close in {@code unbind}.
     *
     * @throws IllegalStateException beyond {@link #LISTENER_LIMIT}
     */
    Subscription onSvidChange(Runnable listener);
}
