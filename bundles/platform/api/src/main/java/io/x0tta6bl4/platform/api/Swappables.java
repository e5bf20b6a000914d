package io.x0tta6bl4.platform.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What of a consumer can be tried before it is swapped; a service, so that the console finds it. */
@ProviderType
public interface Swappables {
    List<Swappable> swappables();
}
