package io.x0tta6bl4.kubernetes.api;

/** The resources of a cluster that a node speaks of, as its API names them. */
public enum Resource {
    DEPLOYMENTS("apps", "deployments", true),
    STATEFUL_SETS("apps", "statefulsets", true),
    DAEMON_SETS("apps", "daemonsets", true),
    REPLICA_SETS("apps", "replicasets", true),
    CONTROLLER_REVISIONS("apps", "controllerrevisions", true),
    PODS("", "pods", true),
    EVICTIONS("", "pods/eviction", true),
    EVENTS("", "events", true),
    NODES("", "nodes", false);

    private final String group;
    private final String plural;
    private final boolean namespaced;

    Resource(String group, String plural, boolean namespaced) {
        this.group = group;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** Its API group; empty for the core group. All of them are of version v1. */
    public String group() {
        return group;
    }

    /** Its name in paths and roles; a part of another resource follows a slash. */
    public String plural() {
        return plural;
    }

    /** Whether it lives in a namespace. */
    public boolean namespaced() {
        return namespaced;
    }
}
