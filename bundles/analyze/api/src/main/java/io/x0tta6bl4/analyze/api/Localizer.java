package io.x0tta6bl4.analyze.api;

import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The second half of the A of the loop: which element is the cause. Pure: same arguments, same result. */
@ProviderType
public interface Localizer {

    /**
     * Groups the symptoms that hold by their cause. Each symptom is in exactly one diagnosis; a diagnosis without a cause says
     * what is awaited.
     */
    List<Diagnosis> localize(Snapshot snapshot, Analysis analysis);
}
