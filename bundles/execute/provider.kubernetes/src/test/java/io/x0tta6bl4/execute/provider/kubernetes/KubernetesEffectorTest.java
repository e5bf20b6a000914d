package io.x0tta6bl4.execute.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.kubernetes.api.Access;
import io.x0tta6bl4.kubernetes.api.ApiStandIn;
import io.x0tta6bl4.kubernetes.api.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire for each order, and what is said when it is not taken. A real API server: {@code ./x0 interop kubernetes}. */
class KubernetesEffectorTest {
    private static final String APPS = "/apis/apps/v1/namespaces/shop/";
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final String CONFLICT = ApiStandIn.status(409, "the object has been modified");
    private static final Workload WEB = workload(Controller.DEPLOYMENT, "web");

    private final ApiStandIn cluster = new ApiStandIn();
    private final KubernetesEffector effector = new KubernetesEffector(
            () -> new Connection(cluster.address(), Optional.empty(), Optional.empty()),
            () -> Instant.parse("2026-01-02T03:04:05Z"));
    private int orders;

    @BeforeEach
    void fill() {
        cluster.put(APPS + "deployments", deployment("3", "web:2"));
        cluster.put(APPS + "replicasets", set("web-old", 1, "web:1"));
        cluster.put(APPS + "replicasets", set("web-new", 2, "web:2"));
        cluster.put(PODS, pod("web-new-a", "set-web-new"));
        cluster.put("/api/v1/nodes", "{\"metadata\":{\"name\":\"one\"},\"spec\":{}}");
    }

    @AfterEach
    void stop() {
        effector.close();
        cluster.close();
    }

    private static Workload workload(Controller controller, String name) {
        return new Workload(
                controller,
                "shop",
                name,
                controller == Controller.DAEMON_SET ? Optional.empty() : Optional.of(new Workload.Scale(2, 4)),
                Duration.ofSeconds(60));
    }

    private static String deployment(String replicas, String image) {
        return ("{'metadata':{'name':'web','uid':'d1','generation':2,'annotations':{'kept':'yes'}},'spec':{'replicas':%s,"
            + "'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},"
            + "'spec':{'containers':[{'name':'app','image':'%s','env':[]}]}}},'status':{'observedGeneration':2}}")
                .formatted(replicas, image)
                .replace('\'', '"');
    }

    private static String set(String name, int revision, String image) {
        return ("{'metadata':{'name':'%s','labels':{'app':'web'},'annotations':{'deployment.kubernetes.io/revision':'%d'},"
            + "'ownerReferences':[{'kind':'Deployment','name':'web','uid':'d1','controller':true}]},"
            + "'spec':{'template':{'metadata':{'labels':{'app':'web','pod-template-hash':'%s'}},"
            + "'spec':{'containers':[{'name':'app','image':'%s'}]}}}}")
                .formatted(name, revision, name, image)
                .replace('\'', '"');
    }

    private static String pod(String name, String owner) {
        return ("{'metadata':{'name':'%s','namespace':'shop','uid':'u-%s','labels':{'app':'web'},"
                        + "'ownerReferences':[{'kind':'ReplicaSet','name':'web-new','uid':'%s','controller':true}]}}")
                .formatted(name, name, owner)
                .replace('\'', '"');
    }

    private Effect order(Subject subject, Command command) {
        return order(subject, command, "a-" + ++orders, Brakes.ALL_PRIVILEGES);
    }

    private Effect order(Subject subject, Command command, String id, Set<String> grant) {
        Element element = Element.discovered(new ElementId("target"), subject, subject.kind(), Set.of());
        Action action = new Action(
                id,
                element.id(),
                command,
                Action.Precondition.NONE,
                "",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(20),
                Action.Undo.NONE,
                0,
                0);
        return effector.apply(new Order(action, element, Policy.defaults(), grant, true));
    }

    private String now(String what, String name) {
        return cluster.get(APPS + what, name).orElseThrow().toString();
    }

    @Test
    void a_restart_gives_the_template_another_time() {
        assertThat(order(WEB, new Command.RestartWorkload())).isInstanceOf(Effect.Done.class);
        assertThat(now("deployments", "web"))
                .contains("\"kubectl.kubernetes.io/restartedAt\":\"2026-01-02T03:04:05Z\"", "\"kept\":\"yes\"");
    }

    @Test
    void scaling_goes_one_up_and_never_beyond_its_bounds() {
        Command up = new Command.ScaleWorkload(Command.ScaleWorkload.Step.UP);
        assertThat(order(WEB, up).detail()).isEqualTo("scaled from 3 to 4 replicas");
        assertThat(order(WEB, up)).isEqualTo(new Effect.Refused("it has 4 replicas, and its bounds are 2 to 4"));
        cluster.put(APPS + "deployments", deployment("0", "web:2"));
        assertThat(order(WEB, new Command.ScaleWorkload(Command.ScaleWorkload.Step.WITHIN))
                        .detail())
                .isEqualTo("scaled from 0 to 2 replicas");
    }

    @Test
    void a_rollout_goes_back_to_the_whole_template_before_and_remembers_the_one_that_failed() {
        Effect effect = order(WEB, new Command.RollBackWorkload());
        assertThat(effect.detail()).isEqualTo("rolled back to the template of web-old, revision 1");
        assertThat(now("deployments", "web"))
                .contains("\"image\":\"web:1\"", "\"x0tta6bl4.io/rejected-revisions\":\"web-new\"", "\"kept\":\"yes\"")
                .doesNotContain("pod-template-hash", "\"env\"");
    }

    @Test
    void it_never_goes_back_to_what_failed_before() {
        order(WEB, new Command.RollBackWorkload());
        cluster.put(APPS + "replicasets", set("web-old", 3, "web:1"));
        assertThat(order(WEB, new Command.RollBackWorkload()))
                .isEqualTo(new Effect.Refused(
                        "there is no earlier revision to go back to, but for those that failed: [web-new]"));
    }

    @Test
    void others_go_back_by_their_controller_revision() {
        cluster.put(
                APPS + "daemonsets",
                "{'metadata':{'name':'agent','uid':'d2'},'spec':{'template':{'spec':{'x':2}}}}".replace('\'', '"'));
        for (int revision = 1; revision <= 2; revision++)
            cluster.put(
                    APPS + "controllerrevisions",
                    ("{'metadata':{'name':'agent-%d','ownerReferences':[{'uid':'d2','controller':true}]},"
                                    + "'revision':%d,'data':{'spec':{'template':{'spec':{'x':%d}}}}}")
                            .formatted(revision, revision, revision)
                            .replace('\'', '"'));
        assertThat(order(workload(Controller.DAEMON_SET, "agent"), new Command.RollBackWorkload())
                        .detail())
                .isEqualTo("rolled back to agent-1, revision 1");
        assertThat(now("daemonsets", "agent")).contains("{\"x\":1}");
    }

    @Test
    void a_conflict_is_met_by_a_fresh_read_five_times_at_most() {
        cluster.refuse("PATCH", 409, CONFLICT, Map.of());
        assertThat(order(WEB, new Command.RestartWorkload()).detail()).endsWith("at attempt 2 after conflicts");
        assertThat(cluster.asked.stream().filter(asked -> asked.startsWith("GET")))
                .hasSize(2);
        for (int i = 0; i < Hands.ATTEMPTS; i++) cluster.refuse("PATCH", 409, CONFLICT, Map.of());
        assertThat(order(WEB, new Command.RestartWorkload()))
                .isInstanceOf(Effect.Refused.class)
                .extracting(Effect::detail)
                .asString()
                .startsWith("5 times in a row somebody else changed it meanwhile");
    }

    @Test
    void each_refusal_is_told_as_what_it_is() {
        Map<Integer, String> words = Map.of(
                403, "the role of this node lacks the verb patch on deployments of group apps",
                404, "status 404",
                410, "status 410",
                422, "status 422");
        words.forEach((status, said) -> {
            cluster.refuse("PATCH", status, ApiStandIn.status(status, "no"), Map.of());
            assertThat(order(WEB, new Command.RestartWorkload()))
                    .isInstanceOf(Effect.Refused.class)
                    .extracting(Effect::detail)
                    .asString()
                    .contains(said);
        });
    }

    @Test
    void a_busy_server_is_asked_again_when_it_says() {
        cluster.refuse("PATCH", 429, ApiStandIn.status(429, "busy"), Map.of("Retry-After", "1"));
        long begun = System.nanoTime();
        assertThat(order(WEB, new Command.RestartWorkload())).isInstanceOf(Effect.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_change_without_an_answer_has_failed_midway_and_is_not_called_refused() {
        cluster.close();
        assertThat(order(WEB, new Command.RestartWorkload()))
                .isInstanceOf(Effect.Failed.class)
                .extracting(Effect::detail)
                .asString()
                .contains("cannot be reached");
    }

    @Test
    void an_eviction_names_the_very_pod_and_respects_its_budget() {
        Subject.Pod pod = new Subject.Pod("shop", "web-new-a");
        cluster.refuse(
                "/eviction",
                429,
                "{\"message\":\"Cannot evict pod as it would violate the pod's disruption budget.\","
                        + "\"details\":{\"causes\":[{\"reason\":\"DisruptionBudget\"}]}}",
                Map.of());
        assertThat(order(pod, new Command.EvictPod()))
                .isInstanceOf(Effect.Refused.class)
                .extracting(Effect::detail)
                .asString()
                .startsWith("a disruption budget does not allow to evict the pod web-new-a now");
        assertThat(cluster.get(PODS, "web-new-a")).isPresent();
        assertThat(order(pod, new Command.EvictPod())).isEqualTo(new Effect.Done("evicted the pod web-new-a"));
        assertThat(cluster.changes.getLast()).contains("\"uid\":\"u-web-new-a\"");
        assertThat(order(pod, new Command.EvictPod()).detail()).contains("status 404");
    }

    @Test
    void pods_of_one_controller_are_evicted_three_times_an_hour_at_most() {
        for (int i = 0; i <= Evictions.MOST; i++) {
            cluster.put(PODS, pod("web-" + i, "one-set"));
            Effect effect = order(new Subject.Pod("shop", "web-" + i), new Command.EvictPod());
            if (i < Evictions.MOST) assertThat(effect).isInstanceOf(Effect.Done.class);
            else assertThat(effect.detail()).contains("were evicted 3 times within an hour");
        }
    }

    @Test
    void a_machine_is_let_go_only_by_who_cordoned_it() {
        Subject.ClusterNode one = new Subject.ClusterNode("one");
        assertThat(order(one, new Command.UncordonNode())).isEqualTo(new Effect.Refused("it is not cordoned"));
        assertThat(order(one, new Command.CordonNode())).isInstanceOf(Effect.Done.class);
        assertThat(order(one, new Command.CordonNode())).isEqualTo(new Effect.Refused("it is cordoned already"));
        assertThat(order(one, new Command.UncordonNode())).isInstanceOf(Effect.Done.class);
        assertThat(cluster.get("/api/v1/nodes", "one").orElseThrow().toString())
                .doesNotContain("unschedulable", "x0tta6bl4.io/cordoned");
        cluster.put("/api/v1/nodes", "{\"metadata\":{\"name\":\"one\"},\"spec\":{\"unschedulable\":true}}");
        assertThat(order(one, new Command.UncordonNode()))
                .isEqualTo(new Effect.Refused("somebody else cordoned it, so it stays cordoned"));
    }

    @Test
    void an_order_has_its_effect_once_also_when_the_node_was_started_anew_between() {
        Command up = new Command.ScaleWorkload(Command.ScaleWorkload.Step.UP);
        assertThat(order(WEB, up, "same", Brakes.ALL_PRIVILEGES).detail()).isEqualTo("scaled from 3 to 4 replicas");
        assertThat(order(WEB, up, "same", Brakes.ALL_PRIVILEGES).detail()).isEqualTo("scaled from 3 to 4 replicas");
        assertThat(cluster.changes).hasSize(1);
        KubernetesEffector anew = new KubernetesEffector(
                () -> new Connection(cluster.address(), Optional.empty(), Optional.empty()), Instant::now);
        Element element = Element.discovered(new ElementId("target"), WEB, "workload", Set.of());
        Action same = new Action(
                "same",
                element.id(),
                up,
                Action.Precondition.NONE,
                "",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(20),
                Action.Undo.NONE,
                0,
                0);
        assertThat(anew.apply(new Order(same, element, Policy.defaults(), Brakes.ALL_PRIVILEGES, true)))
                .isEqualTo(new Effect.Refused("the order same was carried out before"));
        anew.close();
    }

    @Test
    void without_the_privilege_nothing_is_touched() {
        assertThat(order(WEB, new Command.RestartWorkload(), "a", Set.of("process.start")))
                .isInstanceOf(Effect.Refused.class);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void what_is_missing_is_said_in_words() {
        KubernetesEffector nowhere = new KubernetesEffector(() -> Connection.from(Map.of()), Instant::now);
        assertThat(nowhere.selfTest().passed()).isFalse();
        assertThat(nowhere.selfTest().detail()).contains("set X0_KUBERNETES_API");
        assertThat(effector.selfTest().passed())
                .as(effector.selfTest().detail())
                .isTrue();
    }

    /** The table is what the roles are made by: an entry that no order needs would be a right too many. */
    @Test
    void every_right_of_the_table_is_used_by_an_order() {
        for (Controller controller : Controller.values()) {
            String name = controller.word().toLowerCase(java.util.Locale.ROOT) + "s";
            cluster.put(APPS + name, "{\"metadata\":{\"name\":\"one\",\"uid\":\"x\"},\"spec\":{},\"status\":{}}");
            order(workload(controller, "one"), new Command.RestartWorkload());
            order(workload(controller, "one"), new Command.RollBackWorkload());
        }
        cluster.put(
                APPS + "controllerrevisions",
                "{\"metadata\":{\"name\":\"s1\",\"ownerReferences\":[{\"uid\":\"x\",\"controller\":true}]},\"revision\":1}");
        cluster.put(
                APPS + "controllerrevisions",
                "{\"metadata\":{\"name\":\"s2\",\"ownerReferences\":[{\"uid\":\"x\",\"controller\":true}]},\"revision\":2}");
        cluster.put(
                APPS + "statefulsets",
                "{\"metadata\":{\"name\":\"one\",\"uid\":\"x\"},\"spec\":{},\"status\":{\"updateRevision\":\"s2\"}}");
        order(workload(Controller.STATEFUL_SET, "one"), new Command.RollBackWorkload());
        order(new Subject.Pod("shop", "web-new-a"), new Command.EvictPod());
        order(new Subject.ClusterNode("one"), new Command.CordonNode());
        assertThat(Access.TO_EXECUTE)
                .allSatisfy(
                        right -> assertThat(cluster.asked).as(right.toString()).anyMatch(asked -> uses(asked, right)));
    }

    private static boolean uses(String asked, Access right) {
        String plural = right.resource().plural();
        String path = asked.split(" ")[1].split("\\?")[0];
        return switch (right.verb()) {
            case LIST, WATCH -> asked.startsWith("GET") && path.endsWith("/" + plural);
            case GET -> asked.startsWith("GET") && path.matches(".*/" + plural + "/[a-z0-9-]+");
            case PATCH -> asked.startsWith("PATCH") && path.matches(".*/" + plural + "/[a-z0-9-]+");
            case CREATE -> asked.startsWith("POST") && path.endsWith("/eviction");
        };
    }
}
