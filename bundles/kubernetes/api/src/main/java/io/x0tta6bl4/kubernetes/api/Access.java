package io.x0tta6bl4.kubernetes.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verb on a resource. The two tables are all that a node ever asks of a cluster; the roles of the manifests grant the same.
 *
 * @param verb what is done
 * @param resource to what
 */
public record Access(Verb verb, Resource resource) {

    /** The verbs of role-based access control that a node uses. */
    public enum Verb {
        GET,
        LIST,
        WATCH,
        PATCH,
        CREATE;

        /** As a role writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is asked to see. */
    public static final Set<Access> TO_MONITOR = table(List.of(
            of(Resource.DEPLOYMENTS, Verb.LIST, Verb.WATCH, Verb.GET),
            of(Resource.STATEFUL_SETS, Verb.LIST, Verb.WATCH, Verb.GET),
            of(Resource.DAEMON_SETS, Verb.LIST, Verb.WATCH, Verb.GET),
            of(Resource.REPLICA_SETS, Verb.LIST, Verb.WATCH),
            of(Resource.CONTROLLER_REVISIONS, Verb.LIST, Verb.WATCH),
            of(Resource.PODS, Verb.LIST, Verb.WATCH, Verb.GET),
            of(Resource.EVENTS, Verb.LIST, Verb.WATCH),
            of(Resource.NODES, Verb.LIST, Verb.WATCH, Verb.GET)));

    /** What is asked to act. */
    public static final Set<Access> TO_EXECUTE = table(List.of(
            of(Resource.DEPLOYMENTS, Verb.GET, Verb.PATCH),
            of(Resource.STATEFUL_SETS, Verb.GET, Verb.PATCH),
            of(Resource.DAEMON_SETS, Verb.GET, Verb.PATCH),
            of(Resource.REPLICA_SETS, Verb.LIST),
            of(Resource.CONTROLLER_REVISIONS, Verb.LIST),
            of(Resource.PODS, Verb.GET, Verb.LIST),
            of(Resource.EVICTIONS, Verb.CREATE),
            of(Resource.NODES, Verb.GET, Verb.PATCH)));

    private static Stream<Access> of(Resource resource, Verb... verbs) {
        return Arrays.stream(verbs).map(verb -> new Access(verb, resource));
    }

    private static Set<Access> table(List<Stream<Access>> rows) {
        Set<Access> all = rows.stream().flatMap(row -> row).collect(Collectors.toCollection(LinkedHashSet::new));
        return Collections.unmodifiableSet(all);
    }

    /** For people: {@code list pods}. */
    @Override
    public String toString() {
        return verb.word() + " " + resource.plural() + (resource.group().isEmpty() ? "" : "." + resource.group());
    }
}
