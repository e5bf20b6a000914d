package io.x0tta6bl4.analyze.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Ranks the nodes of a call graph by how well each explains what is abnormal, from measurements alone. Unlike the {@link Localizer}
 * it needs no symptom of the one it blames, and it may say that nothing on the graph explains what is seen. Pure: same scene, same
 * ranking.
 */
@ProviderType
public interface CauseRanker {

    /** Ranks the causes in a scene; empty when nothing on the graph explains it. */
    Ranking rank(Scene scene);
}
