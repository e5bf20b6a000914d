package io.x0tta6bl4.knowledge.api.incident;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.util.Objects;

/**
 * One possible cause of an incident.
 *
 * @param element what to mend
 * @param kind what is wrong with it
 * @param confidence belief that this is the cause, in (0, 1]
 * @param explanation why, in a sentence
 */
public record Cause(ElementId element, Kind kind, double confidence, String explanation) {

    /** What is wrong with an element; actions and experience are looked up by it. */
    public enum Kind {
        PROCESS_EXITED,
        HANG,
        WRONG_ANSWER,
        ENDPOINT_UNREACHABLE,
        CRASH_LOOP,
        BAD_CONFIGURATION,
        BUNDLE_NOT_RUNNING,
        BAD_BUNDLE_VERSION,
        COMPONENT_NOT_RUNNING,
        /** What a change of a feature brought serves worse than what was there before. */
        BAD_UPGRADE,
        /** A certificate is near its end or past it, and whoever was to renew it did not. */
        IDENTITY_EXPIRING,
        /** Nobody issues certificates now, or soon nobody will. */
        AUTHORITY_UNAVAILABLE,
        TRUST_BUNDLE_UNREADABLE,
        KEY_STORE_UNREADABLE,
        /** The wall clock, by which certificates are judged, jumped. */
        CLOCK_STEPPED,
        /** Peers are refused again and again. */
        PEERS_REFUSED,
        /** The pods of a new template of a workload do not become ready. */
        BAD_ROLLOUT,
        /** A workload has fewer pods ready than it should have, and its template is not to blame. */
        REPLICAS_MISSING,
        /** A workload wants more or fewer pods than its bounds allow. */
        SCALE_OUT_OF_BOUNDS,
        /** One pod fails where others like it serve. */
        POD_FAILING,
        /** A machine of a cluster is not ready or under pressure. */
        CLUSTER_NODE_FAILING,
        /** A machine of a cluster is ready and still held back by this loop. */
        CLUSTER_NODE_HELD,
        RESOURCE_EXHAUSTION,
        SENSOR_FAULT,
        UNKNOWN
    }

    public Cause {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(explanation, "explanation");
        if (!(confidence > 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence " + confidence + " is not within (0, 1]");
    }
}
