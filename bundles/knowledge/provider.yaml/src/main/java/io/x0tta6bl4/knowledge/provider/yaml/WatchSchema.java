package io.x0tta6bl4.knowledge.provider.yaml;

import static io.x0tta6bl4.knowledge.provider.yaml.Shape.Field.needed;
import static io.x0tta6bl4.knowledge.provider.yaml.Shape.Field.optional;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The one description of the watch file: it checks files, and the JSON Schema for editors is made from it.
 *
 * <p>More than 250 lines: it is one table.
 */
final class WatchSchema {
    static final Set<String> SUBJECTS =
            ordered("process", "endpoint", "bundle", "component", "certificate", "host", "workload");
    static final Set<String> PROBES = ordered("http", "tcp");
    static final Set<String> LIMITS = ordered("above", "below", "rises-faster-than", "falls-faster-than");

    private static final Shape TEXTS = new Shape.Many("a list of texts", Scalars.TEXT_NOT_BLANK, false);
    private static final Shape ENVIRONMENT =
            new Shape.Named("a mapping of variables to values", Scalars.VARIABLE, Scalars.ANY_TEXT);

    static final Shape.Table PROCESS = Shape.Table.of(
            "the description of a process",
            needed(
                    "command",
                    new Shape.Many("a list of words, or one text", Scalars.ANY_TEXT, true),
                    "program and arguments, as a list or as one text split like a shell would"),
            optional(
                    "directory",
                    Scalars.TEXT_NOT_BLANK,
                    "the directory of this file",
                    "working directory, relative to this file"),
            optional("environment", ENVIRONMENT, "the node's own", "variables added to the node's own"),
            optional(
                    "configuration",
                    TEXTS,
                    "none",
                    "files the process reads, relative to its directory; kept as they last worked"),
            optional(
                    "restart",
                    Scalars.choice("a way to restart", List.of("always", "on-failure", "never")),
                    "always",
                    "when it runs again after it ended"),
            optional("start-limit", Scalars.DURATION, "30s", "within which it must be healthy after a start"),
            optional(
                    "stop-limit",
                    Scalars.DURATION,
                    "10s",
                    "which it has to end after a polite request, before it is killed"));

    static final Shape.Table COMPONENT = Shape.Table.of(
            "the description of a component",
            needed("bundle", Scalars.TEXT_NOT_BLANK, "symbolic name of its bundle"),
            needed("name", Scalars.TEXT_NOT_BLANK, "name of the component"));

    static final Shape.Table CERTIFICATE = Shape.Table.of(
            "the description of a certificate",
            needed("file", Scalars.TEXT_NOT_BLANK, "PEM, the leaf first, relative to this file"),
            optional(
                    "svid",
                    Scalars.TEXT_NOT_BLANK,
                    "it is only looked at",
                    "path of the SPIFFE ID as which this node renews it when nobody else did, with key.pem and"
                            + " bundle.pem beside it, as /shop"));

    static final Shape.Table SCALE = Shape.Table.of(
            "the bounds of a number of replicas",
            needed("min", Scalars.integer(0, 10_000), "fewest replicas"),
            needed("max", Scalars.integer(1, 10_000), "most replicas"));

    static final Shape.Table WORKLOAD = Shape.Table.of(
            "the description of a workload",
            needed(
                    "kind",
                    Scalars.choice("a kind of workload", List.of("Deployment", "StatefulSet", "DaemonSet")),
                    "kind of its controller"),
            needed("namespace", Scalars.CLUSTER_NAME, "namespace that it lives in"),
            needed("name", Scalars.CLUSTER_NAME, "its name there"),
            optional("scale", SCALE, "it is never scaled", "between which numbers of replicas it may be scaled"),
            optional("start-limit", Scalars.DURATION, "60s", "within which its pods must be ready after a change"));

    static final Shape.Table PROBE = new Shape.Table(
            "a probe",
            List.of(
                    optional("http", Scalars.URL, "", "address that is asked with GET"),
                    optional("tcp", Scalars.ADDRESS_TCP, "", "host:port that must take a connection"),
                    optional("status", Scalars.STATUS_RANGE, "200-299", "healthy status or range of them (http only)"),
                    optional("body", Scalars.TEXT_NOT_BLANK, "any body", "text that the body must contain (http only)"),
                    optional("every", Scalars.DURATION, "1s", "how often it is asked"),
                    optional("timeout", Scalars.DURATION, "two fifths of every", "how long one answer may take"),
                    optional(
                            "failures", Scalars.SAMPLES_OF, "2 of 3", "how many of the last answers must fail to fire"),
                    optional("successes", Scalars.integer(1, 1_000), "2", "how many good answers in a row clear")),
            PROBES);

    static final Shape.Table MAY_MOVE = Shape.Table.of(
            "the bounds of a level",
            needed("from", Scalars.LEVEL, "lowest level that fires"),
            needed("to", Scalars.LEVEL, "highest level that fires"));

    static final Shape.Table THRESHOLD = new Shape.Table(
            "a threshold",
            List.of(
                    needed(
                            "signal",
                            Scalars.TEXT_NOT_BLANK,
                            "name of a measured signal, for example process.memory.rss"),
                    optional("above", Scalars.LEVEL, "", "abnormal above this level"),
                    optional("below", Scalars.LEVEL, "", "abnormal below this level"),
                    optional("rises-faster-than", Scalars.LEVEL, "", "abnormal when it rises by more in a minute"),
                    optional("falls-faster-than", Scalars.LEVEL, "", "abnormal when it falls by more in a minute"),
                    optional("clear", Scalars.LEVEL, "the level that fires", "level that clears, on the healthy side"),
                    optional(
                            "samples",
                            Scalars.SAMPLES_OF,
                            "3 of 5",
                            "how many of the last samples must be beyond the level"),
                    optional(
                            "response",
                            Scalars.choice("a response", List.of("heal", "page")),
                            "page",
                            "whether the node may heal or only tells people"),
                    optional(
                            "may-move",
                            MAY_MOVE,
                            "never",
                            "between which the level that fires may be moved, by people or from what was learnt")),
            LIMITS);

    static final Shape.Table ANOMALY = Shape.Table.of(
            "a watch for anomalies",
            needed("signals", TEXTS, "measured signals that are watched for what is unlike anything before"),
            optional(
                    "together",
                    Scalars.SWITCH,
                    "false",
                    "whether they are judged as one, with blame, instead of each alone"),
            optional(
                    "effort",
                    Scalars.choice("an effort", List.of("full", "screen")),
                    "full",
                    "the whole ensemble for each, or its cheap members only"),
            optional(
                    "response",
                    Scalars.choice("a response", List.of("heal", "page")),
                    "page",
                    "whether the node may heal on an agreed alarm or only tells people"),
            optional(
                    "others",
                    Scalars.choice("what is done with the other signals", List.of("screen", "ignore")),
                    "ignore",
                    "whether every other measured signal is screened too, by the cheap members, to tell people only"));

    static final Shape.Table QUERY = Shape.Table.of(
            "a query",
            needed("prometheus", Scalars.URL, "address of the Prometheus that is asked"),
            needed(
                    "query",
                    Scalars.TEXT_NOT_BLANK,
                    "PromQL that gives one number: a scalar, or a vector of one series"),
            needed("signal", Scalars.TEXT_NOT_BLANK, "name of the signal that the answer is, beginning with x-"),
            optional("every", Scalars.DURATION, "5s", "how often it is asked"),
            optional("timeout", Scalars.DURATION, "two fifths of every", "how long one answer may take"));

    static final Shape.Table ELEMENT = new Shape.Table(
            "the description of an element",
            List.of(
                    optional("process", PROCESS, "", "a process that this node starts and keeps"),
                    optional("endpoint", Shape.Table.of("nothing"), "", "something only reached over the network"),
                    optional("bundle", Scalars.TEXT_NOT_BLANK, "", "a bundle of this node, by symbolic name"),
                    optional("component", COMPONENT, "", "a component of Declarative Services of this node"),
                    optional(
                            "certificate", CERTIFICATE, "", "a certificate in a file, which a program shows to others"),
                    optional("host", Shape.Table.of("nothing"), "", "the machine the node runs on"),
                    optional("workload", WORKLOAD, "", "a workload of a Kubernetes cluster"),
                    optional(
                            "probes",
                            new Shape.Many("a list of probes", PROBE, false),
                            "none",
                            "questions asked over the network"),
                    optional(
                            "thresholds",
                            new Shape.Many("a list of thresholds", THRESHOLD, false),
                            "none",
                            "limits on measured signals"),
                    optional("anomaly", ANOMALY, "none", "signals that are watched for what is unusual"),
                    optional(
                            "queries",
                            new Shape.Many("a list of queries", QUERY, false),
                            "none",
                            "what a Prometheus is asked about it"),
                    optional(
                            "service",
                            Scalars.TEXT_NOT_BLANK,
                            "the element's name",
                            "its service.name in the telemetry that it sends by OpenTelemetry"),
                    optional("class", Scalars.TEXT_NOT_BLANK, "the element's kind", "class its brakes are counted in"),
                    optional("zone", Scalars.TEXT_NOT_BLANK, "default", "part of the system it lives in"),
                    optional(
                            "depends-on",
                            new Shape.Many("a list of elements", Scalars.ELEMENT, false),
                            "none",
                            "what it needs to be healthy"),
                    optional(
                            "hooks",
                            new Shape.Many("a list of addresses", Scalars.URL, false),
                            "none",
                            "addresses that may be called to heal it, in order")),
            SUBJECTS);

    static final Shape.Table PAGE = new Shape.Table(
            "a target of pages",
            List.of(
                    optional(
                            "file",
                            Scalars.TEXT_NOT_BLANK,
                            "",
                            "file that a line of JSON is appended to, relative to this file"),
                    optional("webhook", Scalars.URL, "", "address that JSON is posted to")),
            ordered("file", "webhook"));

    static final Shape.Table IDENTITY = Shape.Table.of(
            "an identity",
            needed("path", Scalars.TEXT_NOT_BLANK, "path of the SPIFFE ID in the trust domain of this node, as /web"),
            optional("element", Scalars.ELEMENT, "any process", "the process of this element and what it starts"),
            optional("user", Scalars.integer(0, Integer.MAX_VALUE), "any user", "number of the user it runs as"),
            optional("program", Scalars.TEXT_NOT_BLANK, "any program", "absolute path of its program, links followed"),
            optional("digest", Scalars.TEXT_NOT_BLANK, "any content", "SHA-256 of its program in hexadecimal digits"));

    static final Shape.Table ROOT = Shape.Table.of(
            "a watch file",
            optional("$schema", Scalars.ANY_TEXT, "none", "address of this schema, for editors of JSON; not used"),
            optional("node", Scalars.TEXT_NOT_BLANK, "the name the node was started with", "name of the node"),
            optional(
                    "elements",
                    new Shape.Named("a mapping of names to elements", Scalars.ELEMENT, ELEMENT),
                    "none",
                    "what is watched, by name"),
            optional(
                    "brakes",
                    BrakesSchema.TABLE,
                    "all on",
                    "what holds the loop back; what is left out keeps its default"),
            optional(
                    "identities",
                    new Shape.Many("a list of identities", IDENTITY, false),
                    "none",
                    "which processes get which SPIFFE identity over the Workload API; all that is said must be so"),
            optional(
                    "pages",
                    new Shape.Many("a list of targets", PAGE, false),
                    "the log only",
                    "where pages go, all of them"));

    private WatchSchema() {}

    private static Set<String> ordered(String... words) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(words)));
    }
}
