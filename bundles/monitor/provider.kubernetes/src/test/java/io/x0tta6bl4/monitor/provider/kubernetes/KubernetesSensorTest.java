package io.x0tta6bl4.monitor.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.kubernetes.api.Access;
import io.x0tta6bl4.kubernetes.api.ApiStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of a cluster, and what is said when it cannot be seen. A real API server: {@code ./x0 interop kubernetes}. */
class KubernetesSensorTest {
    private static final ElementId API = new ElementId("cluster-api");

    private final Shop shop = new Shop();

    @BeforeEach
    void all_is_well() {
        becomes("web", "workload.state", "serving (2 of 2 pods ready)");
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private void becomes(String element, String signal, String beginning) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(shop.says(element, signal)).as(signal).startsWith(beginning));
    }

    private static ElementId pod(String name) {
        return new ElementId("pod/shop/" + name);
    }

    @Test
    void a_workload_needs_its_pods_a_pod_its_machine_and_all_the_api() {
        assertThat(shop.needs("web")).containsExactlyInAnyOrder(API, pod("web-a-1"), pod("web-a-2"));
        assertThat(shop.needs("pod/shop/web-a-1")).containsExactlyInAnyOrder(API, new ElementId("cluster-node/one"));
        assertThat(shop.needs("cluster-node/one")).containsExactly(API);
        becomes("web", "workload.rollout", "complete");
        becomes("web", "workload.scale", "within");
        becomes("web", "workload.replicas.ready", "2.0");
        becomes("cluster-api", "cluster-api.state", "answering");
    }

    @Test
    void a_template_whose_pods_all_fail_is_a_failed_rollout_and_its_pods_need_it() {
        shop.rollOut(Shop.CRASHES);
        becomes(
                "web",
                "workload.rollout",
                "failed (the template web-b: 1 × crash-looping (container app was restarted 4 times, last with exit"
                        + " code 3)");
        assertThat(shop.needs("pod/shop/web-b-1")).contains(Shop.WEB);
        assertThat(shop.needs("web")).doesNotContain(pod("web-b-1")).contains(pod("web-a-1"));
    }

    @Test
    void a_missing_image_is_one_too_with_what_the_cluster_warns() {
        shop.warning("web-b", "quota exceeded");
        shop.rollOut(Shop.NO_IMAGE);
        becomes("web", "workload.rollout", "failed (the template web-b: 1 × image-error");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shop.says("web", "workload.rollout"))
                        .contains("no such image", "ReplicaSet/web-b FailedCreate: quota exceeded"));
    }

    @Test
    void pods_of_a_template_that_once_served_are_no_failed_rollout() {
        shop.pod("web-a-1", "web-a", "one", Shop.CRASHES);
        shop.pod("web-a-2", "web-a", "two", Shop.CRASHES);
        shop.deployment(1, 2, 0, 2, "NewReplicaSetAvailable");
        becomes("web", "workload.state", "short (0 of 2 pods ready; 2 × crash-looping");
        assertThat(shop.says("web", "workload.rollout")).startsWith("complete");
    }

    @Test
    void one_pod_that_fails_where_another_serves_is_its_own_fault() {
        shop.pod("web-a-2", "web-a", "two", Shop.CRASHES);
        becomes("pod/shop/web-a-2", "pod.state", "crash-looping");
        assertThat(shop.needs("web")).contains(pod("web-a-2"));
        assertThat(shop.needs("pod/shop/web-a-2")).doesNotContain(Shop.WEB);
    }

    @Test
    void a_controller_has_its_time_before_anything_is_called_a_fault() {
        shop.cluster.delete(Shop.PODS, "web-a-2");
        shop.deployment(1, 2, 1, 2, "NewReplicaSetAvailable");
        becomes("web", "workload.state", "GOOD absent: 1 of 2 pods ready; its controller is at work");
        shop.later(Duration.ofSeconds(63));
        becomes("web", "workload.state", "short (1 of 2 pods ready");
    }

    @Test
    void a_rollout_that_does_not_come_forward_fails_after_its_limit() {
        shop.rollOut(Shop.STARTS);
        becomes("web", "workload.rollout", "GOOD absent: a rollout is under way");
        shop.later(Duration.ofSeconds(61));
        becomes("web", "workload.rollout", "failed (the template web-b: no pod of it is ready after 60 s");
    }

    @Test
    void what_cannot_be_placed_says_why() {
        shop.rollOut(Shop.UNSCHEDULABLE);
        becomes("pod/shop/web-b-1", "pod.state", "unschedulable (0/2 nodes are available)");
    }

    @Test
    void replicas_beyond_the_bounds_are_seen() {
        shop.deployment(2, 9, 2, 2, "NewReplicaSetAvailable");
        becomes("web", "workload.scale", "outside (9 wanted, bounds 1 to 4)");
    }

    @Test
    void a_sick_machine_explains_its_pods() {
        shop.machine("two", "Unknown");
        shop.pod("web-a-2", "web-a", "two", Shop.CRASHES);
        becomes("cluster-node/two", "cluster-node.state", "not-ready (R: m)");
        assertThat(shop.needs("pod/shop/web-a-2")).contains(new ElementId("cluster-node/two"));
    }

    @Test
    void a_machine_that_this_loop_cordoned_is_let_go_after_a_minute_of_being_ready() {
        shop.cordoned("two");
        becomes("cluster-node/two", "cluster-node.scheduling", "held");
        shop.later(Duration.ofSeconds(61));
        becomes("cluster-node/two", "cluster-node.scheduling", "isolated");
    }

    @Test
    void a_workload_that_is_not_there_is_missing() {
        shop.cluster.delete(Shop.APPS + "deployments", "web");
        becomes("web", "workload.state", "missing (there is no Deployment web in namespace shop)");
    }

    @Test
    void a_watch_that_is_cut_goes_on_where_it_was() {
        long lists = shop.asked("/pods?limit=500");
        shop.cluster.cut();
        shop.pod("web-a-2", "web-a", "two", Shop.CRASHES);
        becomes("pod/shop/web-a-2", "pod.state", "crash-looping");
        assertThat(shop.asked("/pods?limit=500")).as("no new list").isEqualTo(lists);
    }

    @Test
    void a_watch_that_is_too_old_begins_with_a_new_list() {
        long lists = shop.asked("/pods?limit=500");
        shop.cluster.forget();
        shop.pod("web-a-2", "web-a", "two", Shop.CRASHES);
        becomes("pod/shop/web-a-2", "pod.state", "crash-looping");
        assertThat(shop.asked("/pods?limit=500")).isGreaterThan(lists);
    }

    @Test
    void a_server_that_is_gone_makes_this_loop_blind_and_nothing_dead() {
        shop.cluster.close();
        becomes("cluster-api", "cluster-api.state", "DOUBTFUL absent: the API server");
        assertThat(shop.says("web", "workload.state")).startsWith("GOOD absent: this loop is blind");
        assertThat(shop.says("pod/shop/web-a-1", "pod.state")).startsWith("GOOD absent: this loop is blind");
        assertThat(shop.sensor.selfTest().passed()).isFalse();
        assertThat(shop.sensor.selfTest().detail()).startsWith("blind for the cluster, so nothing is done in it");
        assertThat(shop.sensor.look(Shop.web()))
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.reading()).isInstanceOf(Reading.Absent.class));
    }

    @Test
    void a_server_that_hangs_is_noticed_although_no_watch_ends() {
        shop.cluster.hang(true);
        becomes("cluster-api", "cluster-api.state", "DOUBTFUL absent");
        shop.cluster.hang(false);
        becomes("web", "workload.state", "serving");
        assertThat(shop.sensor.selfTest().passed()).isTrue();
    }

    @Test
    void a_missing_right_makes_it_blind_and_is_named() {
        for (int i = 0; i < 50; i++)
            shop.cluster.refuse("/replicasets?", 403, ApiStandIn.status(403, "forbidden"), Map.of());
        shop.cluster.forget();
        becomes("cluster-api", "cluster-api.state", "DOUBTFUL absent: replicasets: ");
        assertThat(shop.sensor.selfTest().detail())
                .containsPattern("the role of this node lacks the verb (list|watch) on replicasets of group apps");
    }

    @Test
    void a_busy_server_is_left_alone_for_as_long_as_it_says() {
        for (int i = 0; i < 3; i++)
            shop.cluster.refuse("/pods?limit=500", 429, ApiStandIn.status(429, "busy"), Map.of("Retry-After", "1"));
        long before = shop.asked("/pods?limit=500");
        long begun = System.nanoTime();
        shop.cluster.forget();
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.asked("/pods?limit=500") >= before + 4);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    void a_look_asks_afresh() {
        shop.cluster.hang(false);
        assertThat(states(Shop.web()))
                .contains("workload.state serving", "workload.rollout complete", "workload.scale within");
        Element pod = Element.discovered(pod("web-a-1"), new Subject.Pod("shop", "web-a-1"), "pod", Set.of());
        assertThat(states(pod)).containsExactly("pod.state ready");
        shop.cluster.delete(Shop.PODS, "web-a-1");
        assertThat(states(pod)).containsExactly("pod.state gone");
        Element machine = Element.discovered(
                new ElementId("cluster-node/one"), new Subject.ClusterNode("one"), "cluster-node", Set.of());
        assertThat(states(machine)).containsExactly("cluster-node.state ready", "cluster-node.scheduling open");
    }

    private List<String> states(Element element) {
        return shop.sensor.look(element).stream()
                .filter(seen -> seen.reading() instanceof Reading.State)
                .map(seen -> seen.signal() + " " + ((Reading.State) seen.reading()).value())
                .toList();
    }

    /** The table is what the roles are made by: an entry that nothing needs would be a right too many. */
    @Test
    void every_right_of_the_table_is_used() {
        Element store = workload(Workload.Controller.STATEFUL_SET, "store");
        Element agent = workload(Workload.Controller.DAEMON_SET, "agent");
        shop.alsoWatch(store, agent);
        for (Element each : List.of(Shop.web(), store, agent)) shop.sensor.look(each);
        List<Observation> seen = shop.sensor.look(Element.discovered(
                new ElementId("cluster-node/one"), new Subject.ClusterNode("one"), "cluster-node", Set.of()));
        assertThat(seen).isNotEmpty();
        shop.sensor.look(Element.discovered(pod("web-a-1"), new Subject.Pod("shop", "web-a-1"), "pod", Set.of()));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Access.TO_MONITOR)
                        .allSatisfy(right -> assertThat(shop.cluster.asked)
                                .as(right.toString())
                                .anyMatch(asked -> uses(asked, right))));
    }

    private static Element workload(Workload.Controller controller, String name) {
        Workload subject = new Workload(controller, "shop", name, Optional.empty(), Duration.ofSeconds(60));
        return Element.discovered(new ElementId(name), subject, "workload", Set.of());
    }

    private static boolean uses(String asked, Access right) {
        String[] parts = asked.split(" ")[1].split("\\?");
        String plural = right.resource().plural();
        boolean watches = parts.length > 1 && parts[1].contains("watch=1");
        return asked.startsWith("GET")
                && switch (right.verb()) {
                    case WATCH -> parts[0].endsWith("/" + plural) && watches;
                    case LIST -> parts[0].endsWith("/" + plural) && !watches;
                    case GET -> parts[0].matches(".*/" + plural + "/[a-z0-9-]+");
                    default -> false;
                };
    }
}
