package io.x0tta6bl4.analyze.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** One more opinion about the cause, beside the {@link Localizer}. It only speaks; nothing is done because of it alone. */
@ProviderType
public interface CauseVoice {

    /** What it holds for the cause of the symptoms that hold; empty when it cannot say, for example without its model. */
    Optional<Opinion> opinion(Snapshot snapshot, Analysis analysis);

    /**
     * Belief in causes.
     *
     * @param beliefs of elements, each within [0, 1], in sum at most 1; what is missing to 1 is the belief that none is the cause
     * @param counts whether it was measured to be better than the rules for what this incident shows
     * @param words for people
     */
    record Opinion(Map<ElementId, Double> beliefs, boolean counts, String words) {
        public Opinion {
            beliefs = Map.copyOf(beliefs);
        }
    }
}
