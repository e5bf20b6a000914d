package io.x0tta6bl4.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the manifests say of an image is what the image is. */
class ManifestsTest {
    private static final Path MANIFESTS = Path.of("../kubernetes");
    private static final Path HEALTH = Path.of(
            "../../bundles/platform/readiness/src/main/java/io/x0tta6bl4/platform/readiness/HealthServlet.java");

    @Test
    void the_pod_runs_as_the_image_is_made_for() throws IOException {
        Object pod = at(statefulSet(), "spec", "template", "spec");
        assertThat(at(pod, "securityContext", "runAsUser") + ":" + at(pod, "securityContext", "runAsGroup"))
                .isEqualTo(Shape.USER);
        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        Object node = first(at(pod, "containers"));
        assertThat(at(node, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(node, "securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(at(first(at(node, "ports")), "containerPort")).isEqualTo(Shape.HEALTH);
        assertThat(at(first(at(node, "volumeMounts")), "mountPath")).isEqualTo(Shape.VOLUME);
        assertThat((Integer) at(pod, "terminationGracePeriodSeconds")).isGreaterThan(20);
    }

    @Test
    void each_probe_asks_what_a_node_answers() throws IOException {
        Object node = first(at(statefulSet(), "spec", "template", "spec", "containers"));
        String answers = Files.readString(HEALTH);
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            String path = String.valueOf(at(node, probe, "httpGet", "path"));
            assertThat(path).startsWith("/health/");
            assertThat(answers).contains("case \"" + path.substring("/health".length()) + "\"");
        }
    }

    /** A node that watches no workloads asks the API server nothing; rights are in the overlay of one that does. */
    @Test
    void the_node_of_the_base_gets_no_token_and_no_role() throws IOException {
        assertThat(at(statefulSet(), "spec", "template", "spec", "automountServiceAccountToken"))
                .isEqualTo(false);
        assertThat(at(read("base/serviceaccount.yaml"), "automountServiceAccountToken"))
                .isEqualTo(false);
        for (Path file : manifests()) {
            if (file.toString().contains("/overlays/cluster/")) continue;
            Object document = load(Files.readString(file));
            if (document instanceof Map<?, ?> map)
                assertThat(String.valueOf(map.get("kind")))
                        .as(file.toString())
                        .isNotIn("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");
        }
    }

    @Test
    void every_resource_that_a_kustomization_names_is_there() throws IOException {
        for (Path file : manifests()) {
            if (!file.endsWith("kustomization.yaml")) continue;
            for (Object resource : (List<?>) at(load(Files.readString(file)), "resources"))
                assertThat(file.resolveSibling(String.valueOf(resource))).exists();
        }
    }

    private static List<Path> manifests() throws IOException {
        try (var files = Files.walk(MANIFESTS)) {
            List<Path> found = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".yaml")).toList());
            assertThat(found).hasSizeGreaterThan(8);
            return found;
        }
    }

    private static Object statefulSet() throws IOException {
        return read("base/statefulset.yaml");
    }

    private static Object read(String name) throws IOException {
        return load(Files.readString(MANIFESTS.resolve(name)));
    }

    private static Object load(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static Object first(Object list) {
        return ((List<?>) list).getFirst();
    }

    private static Object at(Object node, String... path) {
        Object found = node;
        for (String name : path) {
            assertThat(found).as(name).isInstanceOf(Map.class);
            found = ((Map<?, ?>) found).get(name);
        }
        return found;
    }
}
