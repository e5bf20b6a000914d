package io.x0tta6bl4.feature.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes what a running node consists of: plans first, then all or nothing.
 *
 * <p>One change runs at a time. A change that was applied survives a restart; one that was interrupted, even by a kill, leaves
 * the node with the features before or with the features after, whole.
 */
@ProviderType
public interface FeatureChanges {

    /** Computes what the change would do. Nothing of the node is touched. */
    ChangePlan plan(ChangeRequest request);

    /** Carries the change out, or leaves the node as it was; returns when it is decided, within the deadline of the request. */
    ChangeOutcome apply(ChangeRequest request);

    /** The changes of this node, the newest first, at most 200. */
    List<FeatureChange> history();

    /** The change under observation: the last one, for ten minutes or for as long as it serves worse; empty when none is. */
    Optional<WatchedChange> watched();
}
