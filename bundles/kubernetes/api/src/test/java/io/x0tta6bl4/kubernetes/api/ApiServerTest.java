package io.x0tta6bl4.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.kubernetes.api.Access.Verb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How requests go out and what is made of the answers. */
class ApiServerTest {
    private static final String PODS = "/api/v1/namespaces/shop/pods";
    private static final Request LIST = Request.all(Verb.LIST, Resource.PODS, "shop", Map.of());
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApiStandIn cluster = new ApiStandIn();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        cluster.close();
    }

    private ApiServer server(Optional<Path> token) {
        return new ApiServer(new Connection(cluster.address(), token, Optional.empty()), Access.TO_MONITOR);
    }

    @Test
    void a_token_is_read_again_for_each_request() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        try (ApiServer server = server(Optional.of(file))) {
            assertThat(server.ask(LIST, LIMIT)).isInstanceOf(Reply.Good.class);
            Files.writeString(file, "second\n");
            server.ask(LIST, LIMIT);
        }
        assertThat(cluster.asked).hasSize(2);
        assertThat(cluster.asked.get(0)).endsWith("Bearer first");
        assertThat(cluster.asked.get(1)).endsWith("Bearer second");
    }

    @Test
    void what_is_not_in_the_table_of_rights_is_not_asked() {
        try (ApiServer server = server(Optional.empty())) {
            Request change = Request.patch(Resource.PODS, "shop", "web", "application/merge-patch+json", "{}");
            assertThatThrownBy(() -> server.ask(change, LIMIT))
                    .hasMessage("patch pods web in namespace shop is not in the table of rights of this node");
        }
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_missing_right_is_named_with_its_verb_and_resource() {
        cluster.refuse("GET", 403, ApiStandIn.status(403, "pods is forbidden"), Map.of());
        assertThat(bad(LIST).words())
                .isEqualTo("list pods in namespace shop: status 403, pods is forbidden; the role of this node lacks the"
                        + " verb list on pods");
    }

    @Test
    void each_refusal_has_its_reason() {
        Map<Integer, Reply.Reason> reasons = Map.of(
                401, Reply.Reason.UNAUTHORIZED,
                403, Reply.Reason.FORBIDDEN,
                404, Reply.Reason.NOT_FOUND,
                409, Reply.Reason.CONFLICT,
                410, Reply.Reason.GONE,
                422, Reply.Reason.INVALID,
                429, Reply.Reason.TOO_MANY,
                500, Reply.Reason.OTHER);
        reasons.forEach((status, reason) -> {
            cluster.refuse("GET", status, ApiStandIn.status(status, "so it is"), Map.of("Retry-After", "3"));
            Reply.Bad bad = bad(LIST);
            assertThat(bad.reason()).isEqualTo(reason);
            assertThat(bad.retryAfter()).contains(Duration.ofSeconds(3));
        });
    }

    private Reply.Bad bad(Request request) {
        try (ApiServer server = server(Optional.empty())) {
            return (Reply.Bad) server.ask(request, LIMIT);
        }
    }

    @Test
    void a_server_that_hangs_is_out_of_reach_in_time() {
        cluster.hang(true);
        try (ApiServer server = server(Optional.empty())) {
            Reply.Bad bad = (Reply.Bad) server.ask(LIST, Duration.ofMillis(300));
            assertThat(bad.reason()).isEqualTo(Reply.Reason.UNREACHABLE);
            assertThat(bad.words()).contains("no whole answer within 300 ms");
        }
    }

    @Test
    void a_watch_tells_each_line_and_a_cut_one_does_not_tell_half_a_line() {
        cluster.put(PODS, "{\"metadata\":{\"name\":\"web\"}}");
        List<String> lines = new CopyOnWriteArrayList<>();
        try (ApiServer server = server(Optional.empty())) {
            Request watch =
                    Request.all(Verb.WATCH, Resource.PODS, "shop", Map.of("watch", "1", "resourceVersion", "1"));
            server.watch(watch, LIMIT, line -> {
                lines.add(line);
                cluster.cut();
            });
        }
        assertThat(lines).singleElement().asString().startsWith("{\"type\":\"ADDED\"");
    }

    @Test
    void a_name_cannot_be_a_path() {
        assertThatThrownBy(() -> Request.one(Resource.PODS, "shop", "../../secrets"))
                .hasMessageContaining("is no name in a cluster");
    }

    @Test
    void paths_are_those_of_the_api() {
        assertThat(Request.create(Resource.EVICTIONS, "shop", "web-0", "{}").path())
                .isEqualTo("/api/v1/namespaces/shop/pods/web-0/eviction");
        assertThat(Request.one(Resource.DEPLOYMENTS, "shop", "web").path())
                .isEqualTo("/apis/apps/v1/namespaces/shop/deployments/web");
        assertThat(Request.one(Resource.NODES, "", "one").path()).isEqualTo("/api/v1/nodes/one");
    }

    @Test
    void where_the_server_is_comes_from_the_pod_or_from_the_settings() throws IOException {
        Connection pod =
                Connection.from(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443"));
        assertThat(pod.base()).isEqualTo(URI.create("https://10.96.0.1:443"));
        assertThat(pod.token()).hasValue(Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token"));
        Path token = Files.writeString(directory.resolve("token"), "t");
        Connection given = Connection.from(
                Map.of(Connection.API, "https://cluster.example:6443/", Connection.TOKEN, token.toString()));
        assertThat(given)
                .isEqualTo(new Connection(
                        URI.create("https://cluster.example:6443"), Optional.of(token), Optional.empty()));
        assertThatThrownBy(() -> Connection.from(Map.of())).hasMessageContaining("set X0_KUBERNETES_API");
        assertThatThrownBy(() -> Connection.from(Map.of(Connection.API, "http://cluster.example:8080")))
                .hasMessageContaining("tokens leave this machine encrypted only");
        assertThatThrownBy(() ->
                        Connection.from(Map.of(Connection.API, "https://cluster.example", Connection.TOKEN, "/none")))
                .hasMessageContaining("there is no such file");
    }
}
