package io.x0tta6bl4.feature.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The features this node was started from. */
@ProviderType
public interface Features {

    /** All of them, in start order. */
    List<InstalledFeature> list();

    /** One by its id or its short name ({@code monitor.process}). */
    Optional<InstalledFeature> find(String name);

    /** The capabilities that must serve for the node to be ready, over all features. */
    List<MandatoryPart> mandatory();
}
