package io.x0tta6bl4.analyze.api;

import org.osgi.annotation.versioning.ProviderType;

/** Tells from heartbeats alone when a far end is to be held for dead. */
@ProviderType
public interface FailureDetector {

    /** Begins to watch links, with nothing known of them. */
    LinkWatch begin();
}
