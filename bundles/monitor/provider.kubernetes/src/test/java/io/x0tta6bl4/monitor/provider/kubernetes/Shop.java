package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.kubernetes.api.ApiStandIn;
import io.x0tta6bl4.kubernetes.api.Connection;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A cluster with one Deployment of two pods on two machines, the sensor before it, and what the sensor said last. */
final class Shop implements AutoCloseable {
    static final String APPS = "/apis/apps/v1/namespaces/shop/";
    static final String PODS = "/api/v1/namespaces/shop/pods";
    static final ElementId WEB = new ElementId("web");

    final ApiStandIn cluster;
    final KubernetesSensor sensor;
    private final Map<String, Observation> latest = new ConcurrentHashMap<>();
    private volatile Duration ahead = Duration.ZERO;
    private volatile List<Element> told = List.of();

    Shop() {
        cluster = new ApiStandIn();
        machine("one", "True");
        machine("two", "True");
        set("web-a", 1);
        pod("web-a-1", "web-a", "one", READY);
        pod("web-a-2", "web-a", "two", READY);
        deployment(1, 2, 2, 2, "NewReplicaSetAvailable");
        sensor = new KubernetesSensor(
                        () -> new Connection(cluster.address(), Optional.empty(), Optional.empty()),
                        () -> SteadyClock.system().instant().plus(ahead))
                .with(new Told());
        sensor.watch(model(), this::hear);
    }

    private final class Told implements ElementModel {
        @Override
        public Model current() {
            return Model.empty("test");
        }

        @Override
        public void discovered(String source, Collection<Element> elements) {
            told = List.copyOf(elements);
        }

        @Override
        public AutoCloseable onChange(Consumer<Model> listener) {
            return () -> {};
        }
    }

    static Element web() {
        Workload subject = new Workload(
                Workload.Controller.DEPLOYMENT,
                "shop",
                "web",
                Optional.of(new Workload.Scale(1, 4)),
                Duration.ofSeconds(60));
        return Element.discovered(WEB, subject, "workload", Set.of());
    }

    private static Model model(Element... more) {
        return new Model(
                1, "test", Stream.concat(Stream.of(web()), Stream.of(more)).toList(), Policy.defaults());
    }

    /** Manages these too. */
    void alsoWatch(Element... more) {
        sensor.watch(model(more), this::hear);
    }

    private void hear(Observation seen) {
        latest.put(seen.element() + " " + seen.signal(), seen);
    }

    /** The clock of the sensor goes so far ahead. */
    void later(Duration by) {
        ahead = ahead.plus(by);
    }

    /** What was said last, as {@code state (detail)}, {@code absent: why}, or empty. */
    String says(String element, String signal) {
        Observation seen = latest.get(element + " " + signal);
        if (seen == null) return "";
        return switch (seen.reading()) {
            case Reading.State(String value, String detail) -> value + " (" + detail + ")";
            case Reading.Measured(double value, String _) -> String.valueOf(value);
            case Reading.Absent(String why) -> seen.quality() + " absent: " + why;
        };
    }

    /** What an element needs, as the model was told. */
    Set<ElementId> needs(String element) {
        return told.stream()
                .filter(one -> one.id().value().equals(element))
                .findFirst()
                .map(Element::dependsOn)
                .orElse(Set.of());
    }

    long asked(String part) {
        return cluster.asked.stream().filter(one -> one.contains(part)).count();
    }

    static final String READY = "'phase':'Running','conditions':[{'type':'Ready','status':'True'}]";
    static final String CRASHES =
            "'phase':'Running','conditions':[{'type':'Ready','status':'False'}],'containerStatuses':"
                    + "[{'name':'app','ready':false,'restartCount':4,'state':{'waiting':{'reason':'CrashLoopBackOff'}},"
                    + "'lastState':{'terminated':{'exitCode':3}}}]";
    static final String NO_IMAGE =
            "'phase':'Pending','containerStatuses':[{'name':'app','ready':false,'restartCount':0,"
                    + "'state':{'waiting':{'reason':'ImagePullBackOff','message':'no such image'}}}]";
    static final String STARTS = "'phase':'Pending'";
    static final String UNSCHEDULABLE = "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False',"
            + "'reason':'Unschedulable','message':'0/2 nodes are available'}]";

    private static String json(String text, Object... values) {
        return text.formatted(values).replace('\'', '"');
    }

    void deployment(int generation, int wanted, int ready, int updated, String progress) {
        cluster.put(
                APPS + "deployments",
                json(
                        "{'metadata':{'name':'web','generation':%d},'spec':{'replicas':%d,'selector':{'matchLabels':"
                                + "{'app':'web'}}},'status':{'observedGeneration':%d,'replicas':%d,'readyReplicas':%d,"
                                + "'updatedReplicas':%d,'availableReplicas':%d,'conditions':[{'type':'Progressing',"
                                + "'reason':'%s'}]}}",
                        generation, wanted, generation, ready, ready, updated, ready, progress));
    }

    void set(String name, int revision) {
        cluster.put(
                APPS + "replicasets",
                json(
                        "{'metadata':{'name':'%s','labels':{'app':'web'},'annotations':{'deployment.kubernetes.io/revision':"
                            + "'%d'},'ownerReferences':[{'kind':'Deployment','name':'web','controller':true}]}}",
                        name, revision));
    }

    void pod(String name, String set, String machine, String status) {
        cluster.put(
                PODS,
                json(
                        "{'metadata':{'name':'%s','labels':{'app':'web'},'ownerReferences':[{'kind':'ReplicaSet','name':"
                            + "'%s','controller':true}]},'spec':{'nodeName':'%s'},'status':{%s}}",
                        name, set, machine, status));
    }

    void machine(String name, String ready) {
        cluster.put(
                "/api/v1/nodes",
                json(
                        "{'metadata':{'name':'%s'},'status':{'conditions':[{'type':'Ready','status':'%s','reason':'R',"
                                + "'message':'m'}]}}",
                        name, ready));
    }

    void cordoned(String name) {
        cluster.put(
                "/api/v1/nodes",
                json(
                        "{'metadata':{'name':'%s','annotations':{'x0tta6bl4.io/cordoned':'a-1'}},'spec':{'unschedulable':true},"
                            + "'status':{'conditions':[{'type':'Ready','status':'True'}]}}",
                        name));
    }

    void warning(String about, String text) {
        cluster.put(
                "/api/v1/namespaces/shop/events",
                json(
                        "{'metadata':{'name':'e1'},'involvedObject':{'kind':'ReplicaSet','name':'%s'},'reason':'FailedCreate',"
                            + "'message':'%s','lastTimestamp':'%s'}",
                        about, text, Instant.now()));
    }

    /** A new template whose pod is so. */
    void rollOut(String status) {
        set("web-b", 2);
        deployment(2, 2, 2, 1, "ReplicaSetUpdated");
        pod("web-b-1", "web-b", "one", status);
    }

    @Override
    public void close() {
        sensor.close();
        cluster.close();
    }
}
