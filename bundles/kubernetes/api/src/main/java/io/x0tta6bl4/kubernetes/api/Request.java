package io.x0tta6bl4.kubernetes.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One question or order to an API server.
 *
 * @param access what it needs the right to
 * @param namespace where; empty for what lives in none
 * @param name of the one object; empty for a collection
 * @param query parameters, not yet encoded
 * @param contentType of the body; empty without one
 * @param body JSON; empty without one
 */
public record Request(
        Access access,
        String namespace,
        Optional<String> name,
        Map<String, String> query,
        String contentType,
        String body) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    public Request {
        query = Collections.unmodifiableMap(new TreeMap<>(query));
        if (access.resource().namespaced() == namespace.isEmpty())
            throw new IllegalArgumentException(access + " in namespace '" + namespace + "'");
        if (!namespace.isEmpty()) require(namespace);
        name.ifPresent(Request::require);
    }

    private static void require(String name) {
        if (!NAME.matcher(name).matches() || name.contains(".."))
            throw new IllegalArgumentException("'" + name + "' is no name in a cluster");
    }

    /** A question about a collection. */
    public static Request all(Access.Verb verb, Resource resource, String namespace, Map<String, String> query) {
        return new Request(new Access(verb, resource), namespace, Optional.empty(), query, "", "");
    }

    /** A question about one object. */
    public static Request one(Resource resource, String namespace, String name) {
        return new Request(new Access(Access.Verb.GET, resource), namespace, Optional.of(name), Map.of(), "", "");
    }

    /** A change of one object. */
    public static Request patch(Resource resource, String namespace, String name, String contentType, String body) {
        return new Request(
                new Access(Access.Verb.PATCH, resource), namespace, Optional.of(name), Map.of(), contentType, body);
    }

    /** Something new that belongs to one object. */
    public static Request create(Resource resource, String namespace, String name, String body) {
        return new Request(
                new Access(Access.Verb.CREATE, resource),
                namespace,
                Optional.of(name),
                Map.of(),
                "application/json",
                body);
    }

    /** Path and query, beginning with a slash. */
    public String path() {
        Resource resource = access.resource();
        String[] parts = resource.plural().split("/");
        StringBuilder path =
                new StringBuilder(resource.group().isEmpty() ? "/api/v1" : "/apis/" + resource.group() + "/v1");
        if (!namespace.isEmpty()) path.append("/namespaces/").append(namespace);
        path.append('/').append(parts[0]);
        name.ifPresent(one -> path.append('/').append(one));
        if (parts.length > 1) path.append('/').append(parts[1]);
        String separator = "?";
        for (Map.Entry<String, String> one : query.entrySet()) {
            path.append(separator).append(one.getKey()).append('=');
            path.append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
            separator = "&";
        }
        return path.toString();
    }

    /** The method of HTTP. */
    public String method() {
        return switch (access.verb()) {
            case GET, LIST, WATCH -> "GET";
            case PATCH -> "PATCH";
            case CREATE -> "POST";
        };
    }

    /** For people: {@code get deployments.apps shop in namespace trade}. */
    public String words() {
        return access
                + name.map(one -> " " + one).orElse("")
                + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
}
