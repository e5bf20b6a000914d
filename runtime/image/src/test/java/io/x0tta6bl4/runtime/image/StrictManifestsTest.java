package io.x0tta6bl4.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.x0tta6bl4.kubernetes.api.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every document of base and overlays is what the published OpenAPI of Kubernetes knows: an unknown field, a missing one or a wrong
 * type is an error. The faults stay planted.
 */
class StrictManifestsTest {
    private static final Path MANIFESTS = Path.of("../kubernetes");

    /** By API version and kind. */
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
            Map.entry("apps/v1 Deployment", V1Deployment.class),
            Map.entry("v1 Service", V1Service.class),
            Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
            Map.entry("v1 ConfigMap", V1ConfigMap.class),
            Map.entry("v1 Namespace", V1Namespace.class),
            Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", V1ClusterRole.class),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", V1ClusterRoleBinding.class),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding.class));

    /** Of the Prometheus operator, whose schema is published nowhere as a library: not judged. */
    private static final String UNJUDGED = "monitoring.coreos.com/v1 ServiceMonitor";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base",
                "overlays/local",
                "overlays/podman",
                "overlays/production",
                "overlays/cluster",
                "overlays/cluster/managed"
            })
    void every_document_is_strictly_of_its_kind(String overlay) throws IOException {
        List<JsonObject> documents = Kustomized.of(MANIFESTS.resolve(overlay));
        assertThat(documents).isNotEmpty();
        for (JsonObject document : documents)
            assertThat(objection(document))
                    .as(overlay + " " + document.get("kind"))
                    .isEmpty();
    }

    private static Optional<String> objection(JsonObject document) {
        String kind = document.get("apiVersion").getAsString() + " "
                + document.get("kind").getAsString();
        if (kind.equals(UNJUDGED)) return Optional.empty();
        Class<?> model = MODELS.get(kind);
        if (model == null) return Optional.of(kind + " is of no kind that is known here");
        try {
            JSON.getGson().fromJson(document, model);
            return probes(document);
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What runs a node asks all three of its health endpoints, and has limits. */
    private static Optional<String> probes(JsonObject document) {
        if (!Set.of("StatefulSet", "Deployment").contains(document.get("kind").getAsString())) return Optional.empty();
        JsonObject node = container(document);
        return Stream.of("startupProbe", "readinessProbe", "livenessProbe", "resources")
                .filter(needed -> !node.has(needed))
                .map(missing -> "the container has no " + missing)
                .findFirst();
    }

    private static JsonObject container(JsonObject document) {
        return document.getAsJsonObject("spec")
                .getAsJsonObject("template")
                .getAsJsonObject("spec")
                .getAsJsonArray("containers")
                .get(0)
                .getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown field of the container | imagee | x | The field `imagee` in the JSON string is not defined",
                "a wrong type | ports | x | cannot be cast",
                "a missing probe | livenessProbe | | the container has no livenessProbe",
                "a missing limit | resources | | the container has no resources",
                "a missing name | name | | The required field `name` is not found"
            })
    void a_planted_fault_is_seen(String what, String field, String value, String said) throws IOException {
        JsonObject set = document("base", "StatefulSet");
        if (value == null) container(set).remove(field);
        else container(set).addProperty(field, value);
        assertThat(objection(set)).as(what).get().asString().contains(said);
    }

    @Test
    void an_unknown_field_deep_inside_is_seen() throws IOException {
        JsonObject set = document("base", "StatefulSet");
        container(set)
                .getAsJsonObject("readinessProbe")
                .getAsJsonObject("httpGet")
                .addProperty("pathh", "/health/ready");
        assertThat(objection(set)).get().asString().contains("`pathh`");
        JsonObject policy = document("base", "NetworkPolicy");
        policy.getAsJsonObject("spec").addProperty("policyType", "Ingress");
        assertThat(objection(policy)).get().asString().contains("`policyType`");
    }

    private static JsonObject document(String overlay, String kind) throws IOException {
        return Kustomized.of(MANIFESTS.resolve(overlay)).stream()
                .filter(one -> one.get("kind").getAsString().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** The two providers ask for nothing that is not in their tables ({@code ApiServer} refuses it), and use all of these. */
    @Test
    void the_roles_grant_exactly_what_the_providers_use() throws IOException {
        assertThat(differences(rules())).isEmpty();
    }

    private static List<JsonObject> rules() throws IOException {
        List<JsonObject> rules = new ArrayList<>();
        for (JsonObject one : Kustomized.of(MANIFESTS.resolve("overlays/cluster")))
            if (one.get("kind").getAsString().equals("ClusterRole"))
                one.getAsJsonArray("rules").forEach(rule -> rules.add(rule.getAsJsonObject()));
        return rules;
    }

    private static List<String> differences(List<JsonObject> rules) {
        Set<String> granted = new TreeSet<>();
        for (JsonObject rule : rules)
            for (JsonElement group : rule.getAsJsonArray("apiGroups"))
                for (JsonElement resource : rule.getAsJsonArray("resources"))
                    for (JsonElement verb : rule.getAsJsonArray("verbs"))
                        granted.add(verb.getAsString() + " " + resource.getAsString() + " of '" + group.getAsString()
                                + "'");
        Set<String> used = new TreeSet<>();
        Stream.concat(Access.TO_MONITOR.stream(), Access.TO_EXECUTE.stream())
                .forEach(one -> used.add(one.verb().word() + " "
                        + one.resource().plural() + " of '" + one.resource().group() + "'"));
        List<String> differences = new ArrayList<>();
        Set<String> tooMany = new HashSet<>(granted);
        tooMany.removeAll(used);
        tooMany.forEach(one -> differences.add("granted and not used: " + one));
        Set<String> missing = new HashSet<>(used);
        missing.removeAll(granted);
        missing.forEach(one -> differences.add("used and not granted: " + one));
        return differences;
    }

    @Test
    void a_verb_too_many_or_too_few_is_seen() throws IOException {
        List<JsonObject> more = rules();
        more.getFirst().getAsJsonArray("verbs").add("delete");
        assertThat(differences(more)).containsExactly("granted and not used: delete nodes of ''");
        List<JsonObject> fewer = rules();
        fewer.getFirst().add("verbs", new Gson().toJsonTree(List.of("get", "list", "watch")));
        assertThat(differences(fewer)).containsExactly("used and not granted: patch nodes of ''");
        List<JsonObject> any = rules();
        any.getFirst().add("resources", array("*"));
        assertThat(differences(any)).contains("granted and not used: get * of ''");
    }

    private static JsonArray array(String text) {
        JsonArray array = new JsonArray();
        array.add(text);
        return array;
    }
}
