package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the watch file whose single values are parsed.
 *
 * @param clean whether everything in it fits its shape
 */
record Values(Map<String, Given> given, Place place, boolean clean) {

    /** One value with the places of its key and of itself; the value is what its {@link Shape} makes of it. */
    record Given(Object value, Place keyPlace, Place place) {}

    boolean has(String key) {
        return given.containsKey(key);
    }

    Optional<Given> find(String key) {
        return Optional.ofNullable(given.get(key));
    }

    Place placeOf(String key) {
        return find(key).map(Given::place).orElse(place);
    }

    <T> Optional<T> get(String key, Class<T> type) {
        return find(key).map(Given::value).map(type::cast);
    }

    <T> T get(String key, T fallback) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) fallback.getClass();
        return get(key, type).orElse(fallback);
    }

    Optional<Values> table(String key) {
        return get(key, Values.class);
    }

    /** The items of a list; none when the key is absent. */
    <T> List<T> list(String key, Class<T> type) {
        return items(key).stream().map(item -> type.cast(item.value())).toList();
    }

    /** The items of a list with their places. */
    @SuppressWarnings("unchecked")
    List<Given> items(String key) {
        return find(key).map(found -> (List<Given>) found.value()).orElse(List.of());
    }

    /** The entries of a mapping with free keys, in order. */
    @SuppressWarnings("unchecked")
    Map<String, Given> named(String key) {
        return find(key).map(found -> (Map<String, Given>) found.value()).orElse(Map.of());
    }
}
