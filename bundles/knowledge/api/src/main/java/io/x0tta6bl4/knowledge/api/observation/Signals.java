package io.x0tta6bl4.knowledge.api.observation;

import java.util.Map;
import java.util.Set;

/**
 * The signals of the built-in sensors. States are listed with their meaning; numbers with their unit (UCUM). Other sensors
 * may use other names.
 */
public final class Signals {
    /** {@code running}; {@code exited} (detail: exit code if known); {@code never-started}. */
    public static final String PROCESS_STATE = "process.state";
    /** Share of one processor, 1 = one core fully used. */
    public static final String PROCESS_CPU = "process.cpu.utilization";
    /** Resident memory in bytes. */
    public static final String PROCESS_MEMORY = "process.memory.rss";
    /** Number of threads. */
    public static final String PROCESS_THREADS = "process.threads";
    /** Number of open file descriptors. */
    public static final String PROCESS_FILES = "process.open_file_descriptors";
    /** {@code runnable}, {@code sleeping}, {@code stopped}, {@code zombie}: what the scheduler says. */
    public static final String PROCESS_SCHEDULING = "process.scheduling";
    /** {@code healthy}; {@code unreachable} (refused); {@code unresponsive} (time-out); {@code wrong} (status or body). */
    public static final String HTTP_STATE = "http.state";
    /** Milliseconds to the whole answer. */
    public static final String HTTP_LATENCY = "http.latency";
    /** Status code. */
    public static final String HTTP_STATUS = "http.status";
    /** {@code healthy}; {@code unreachable}; {@code unresponsive}. */
    public static final String TCP_STATE = "tcp.state";
    /** Milliseconds to the open connection. */
    public static final String TCP_LATENCY = "tcp.latency";
    /**
     * {@code active}; {@code lazy} (starting, waits for its first use); {@code stopped-by-operator} (not persistently
     * started); {@code resolved}, {@code installed}, {@code starting}, {@code stopping} (wants to run, does not);
     * {@code uninstalled}. Detail: version and digest.
     */
    public static final String BUNDLE_STATE = "bundle.state";
    /** {@code active}, {@code satisfied}, {@code unsatisfied} (detail: what is missing), {@code failed} (detail: why). */
    public static final String COMPONENT_STATE = "component.state";
    /**
     * {@code serving}; {@code worse} (detail: the change, and what is wrong since): what a change of a feature brought, while
     * it is under observation. The time is that of the last look.
     */
    public static final String FEATURE_STATE = "feature.state";
    /**
     * {@code serving}: as many pods ready as wanted; {@code short} (detail: how many, why), for longer than its start limit;
     * {@code missing}: there is no such workload. Absent while its controller is at work within its start limit.
     */
    public static final String WORKLOAD_STATE = "workload.state";
    /** {@code complete}; {@code failed} (detail: why its new pods do not become ready). Absent while it is under way. */
    public static final String WORKLOAD_ROLLOUT = "workload.rollout";
    /** {@code within}; {@code outside} (detail: wanted and bounds). Only of workloads with bounds. */
    public static final String WORKLOAD_SCALE = "workload.scale";
    /** Replicas that are ready. */
    public static final String WORKLOAD_READY = "workload.replicas.ready";
    /** Replicas that its description wants. */
    public static final String WORKLOAD_WANTED = "workload.replicas.wanted";
    /** Restarts of all containers of its pods that are there now. */
    public static final String WORKLOAD_RESTARTS = "workload.container.restarts";
    /** {@code warning} (detail: the newest event of that type that names the workload or its pods). */
    public static final String WORKLOAD_EVENT = "workload.event";
    /**
     * {@code ready}; {@code gone} (ended as it should, or no more there); {@code crash-looping}, {@code image-error},
     * {@code misconfigured}, {@code unschedulable}, {@code not-ready}, {@code failed}. Absent while it starts.
     */
    public static final String POD_STATE = "pod.state";
    /** {@code ready}; {@code not-ready}, {@code pressure}, {@code gone} (detail: what the cluster says). */
    public static final String CLUSTER_NODE_STATE = "cluster-node.state";
    /**
     * {@code open}; {@code cordoned}, by somebody else; {@code held}, by this loop, for as long as it is not ready;
     * {@code isolated}, by this loop, and ready again.
     */
    public static final String CLUSTER_NODE_SCHEDULING = "cluster-node.scheduling";
    /** {@code answering}: the API server of the cluster. In doubt while it cannot be reached or forbids what is asked. */
    public static final String CLUSTER_API_STATE = "cluster-api.state";
    /** {@code present}, {@code absent}. */
    public static final String SERVICE_STATE = "service.state";
    /** {@code error}: the framework reported an error; detail: the message. */
    public static final String FRAMEWORK_ERROR = "framework.error";
    /** {@code baseline}, {@code changed}: whether the configuration files are those that last worked. Detail: digest. */
    public static final String CONFIGURATION_STATE = "configuration.state";
    /**
     * {@code valid}; {@code expiring} (a third of its life is left or less, so whoever was to renew it did not); {@code expired};
     * {@code not-yet-valid}; {@code refused} (its own trust bundle does not prove it); {@code missing}; {@code unreadable}. Of an
     * SVID of this node or of a certificate in a file. Detail: until when, and what stands in the way.
     */
    public static final String IDENTITY_STATE = "identity.state";
    /** Seconds until the certificate expires; negative after that. */
    public static final String CERTIFICATE_REMAINING = "certificate.remaining";
    /**
     * {@code serving}; {@code unreachable} (it cannot issue now); {@code expiring} (its own key is near its end and no next one has
     * taken over).
     */
    public static final String AUTHORITY_STATE = "authority.state";
    /** {@code current}; {@code unreadable} (a trust bundle of another trust domain is not used as it stands now; detail: why). */
    public static final String BUNDLES_STATE = "bundles.state";
    /** {@code readable}; {@code unreadable} (detail: which of its errors). */
    public static final String KEYSTORE_STATE = "keystore.state";
    /** {@code steady}; {@code stepped}: the wall clock jumped against the monotonic one within the last minute. Detail: how far. */
    public static final String CLOCK_STATE = "clock.state";
    /** {@code accepted}; {@code refused}: five or more peers were refused within a minute. Detail: how many, the last reason. */
    public static final String PEERS_STATE = "peers.state";
    /** Share of all processors in use, 0 to 1. */
    public static final String HOST_CPU = "host.cpu.utilization";
    /** Share of memory not available, 0 to 1. */
    public static final String HOST_MEMORY = "host.memory.utilization";
    /** Share of the data directory's file system in use, 0 to 1. */
    public static final String HOST_DISK = "host.disk.utilization";
    /** Load average of one minute per processor. */
    public static final String HOST_LOAD = "host.load";

    /** The states in which an element serves, by signal; any other state of these signals is abnormal. */
    public static final Map<String, Set<String>> HEALTHY_STATES = Map.ofEntries(
            Map.entry(PROCESS_STATE, Set.of("running")),
            Map.entry(HTTP_STATE, Set.of("healthy")),
            Map.entry(TCP_STATE, Set.of("healthy")),
            Map.entry(BUNDLE_STATE, Set.of("active", "lazy", "stopped-by-operator")),
            Map.entry(COMPONENT_STATE, Set.of("active", "satisfied")),
            Map.entry(FEATURE_STATE, Set.of("serving")),
            Map.entry(SERVICE_STATE, Set.of("present")),
            Map.entry(IDENTITY_STATE, Set.of("valid")),
            Map.entry(AUTHORITY_STATE, Set.of("serving")),
            Map.entry(BUNDLES_STATE, Set.of("current")),
            Map.entry(KEYSTORE_STATE, Set.of("readable")),
            Map.entry(CLOCK_STATE, Set.of("steady")),
            Map.entry(PEERS_STATE, Set.of("accepted")),
            Map.entry(WORKLOAD_STATE, Set.of("serving")),
            Map.entry(WORKLOAD_ROLLOUT, Set.of("complete")),
            Map.entry(WORKLOAD_SCALE, Set.of("within")),
            Map.entry(POD_STATE, Set.of("ready", "gone")),
            Map.entry(CLUSTER_NODE_STATE, Set.of("ready")),
            Map.entry(CLUSTER_NODE_SCHEDULING, Set.of("open", "cordoned", "held")),
            Map.entry(CLUSTER_API_STATE, Set.of("answering")));

    /** The units of the numeric signals. */
    public static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry(PROCESS_CPU, "1"),
            Map.entry(PROCESS_MEMORY, "By"),
            Map.entry(PROCESS_THREADS, "{thread}"),
            Map.entry(PROCESS_FILES, "{file}"),
            Map.entry(HTTP_LATENCY, "ms"),
            Map.entry(HTTP_STATUS, "{status}"),
            Map.entry(TCP_LATENCY, "ms"),
            Map.entry(CERTIFICATE_REMAINING, "s"),
            Map.entry(WORKLOAD_READY, "{pod}"),
            Map.entry(WORKLOAD_WANTED, "{pod}"),
            Map.entry(WORKLOAD_RESTARTS, "{restart}"),
            Map.entry(HOST_CPU, "1"),
            Map.entry(HOST_MEMORY, "1"),
            Map.entry(HOST_DISK, "1"),
            Map.entry(HOST_LOAD, "1"));

    private Signals() {}
}
