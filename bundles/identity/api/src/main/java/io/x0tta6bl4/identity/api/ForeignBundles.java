package io.x0tta6bl4.identity.api;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps trust bundles of other trust domains for this node, so that those are believed whom they vouch for. Whoever hands one over has
 * made sure that it comes from whom that trust domain names (SPIFFE Federation, section 5): a document does not say whose it is.
 */
@ProviderType
public interface ForeignBundles {
    /** The most octets of a document. */
    int LIMIT = 1024 * 1024;

    /**
     * Takes a document (SPIFFE Trust Domain and Bundle, section 4) in the place of the one held for this trust domain, and keeps it over
     * a restart. What is refused changes nothing.
     */
    Outcome take(TrustDomain domain, byte[] document);

    /** What became of a document. */
    sealed interface Outcome {
        /**
         * It is in force.
         *
         * @param bundle what is believed now
         * @param changed whether it says something else than the one before
         */
        record Taken(TrustBundle bundle, boolean changed) implements Outcome {
            public Taken {
                Objects.requireNonNull(bundle, "bundle");
            }
        }

        /**
         * It is not used; what was held before stays in force.
         *
         * @param why in words, with what was found
         */
        record Refused(String why) implements Outcome {
            public Refused {
                if (why.isBlank()) throw new IllegalArgumentException("a refusal says why");
            }
        }
    }
}
