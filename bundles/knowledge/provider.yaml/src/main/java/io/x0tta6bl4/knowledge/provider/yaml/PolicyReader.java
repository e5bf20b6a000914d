package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the brakes and the targets of pages; what the file leaves out keeps its default. */
final class PolicyReader {
    private final Surroundings surroundings;
    private final Problems problems;

    PolicyReader(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Policy read(Values root) {
        Brakes brakes = root.table("brakes").map(this::brakes).orElseGet(Brakes::defaults);
        List<Policy.PageTarget> pages = new ArrayList<>();
        for (Values page : root.list("pages", Values.class)) page(page).ifPresent(pages::add);
        return new Policy(brakes, pages);
    }

    private Brakes brakes(Values values) {
        Map<String, Object> brakes = BrakesSchema.components(Brakes.defaults());
        brakes.replaceAll((key, brake) -> values.table(key)
                .map(table -> (Object) brake((Record) brake, table))
                .orElse(brake));
        return build(Brakes.class, brakes);
    }

    private Record brake(Record defaults, Values values) {
        if (!values.clean()) return defaults;
        Map<String, Object> settings = BrakesSchema.components(defaults);
        settings.replaceAll((key, fallback) ->
                values.find(key).map(given -> setting(given.value(), fallback)).orElse(fallback));
        try {
            return build(defaults.getClass(), settings);
        } catch (IllegalArgumentException e) {
            problems.error(values.place(), e.getMessage());
            return defaults;
        }
    }

    /** The value in the type that the record has for it, known from its default. */
    @SuppressWarnings("unchecked")
    private static Object setting(Object value, Object fallback) {
        return switch (fallback) {
            case Set<?> set ->
                Set.copyOf(((List<Given>) value).stream().map(Given::value).toList());
            case List<?> list ->
                ((List<Given>) value)
                        .stream().map(given -> window((Values) given.value())).toList();
            case Map<?, ?> map -> counts((Map<String, Given>) value);
            default -> value;
        };
    }

    private static Map<String, Object> counts(Map<String, Given> given) {
        Map<String, Object> result = new LinkedHashMap<>();
        given.forEach((key, value) -> result.put(key, value.value()));
        return result;
    }

    private static Brakes.Window window(Values values) {
        LocalTime none = LocalTime.MIDNIGHT;
        Set<String> classes = Set.copyOf(values.list("classes", String.class));
        return new Brakes.Window(values.get("from", none), values.get("to", none), classes);
    }

    private static <R> R build(Class<R> type, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(components)
                .map(component -> values.get(BrakesSchema.kebab(component.getName())))
                .toArray();
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private Optional<Policy.PageTarget> page(Values values) {
        if (!values.clean()) return Optional.empty();
        Optional<Policy.PageTarget> webhook = values.get("webhook", URI.class).map(Policy.PageWebhook::new);
        return webhook.or(() -> values.get("file", String.class).flatMap(text -> file(text, values.placeOf("file"))));
    }

    private Optional<Policy.PageTarget> file(String text, Place place) {
        try {
            return Optional.of(new Policy.PageFile(Surroundings.path(surroundings.base(), text)));
        } catch (IllegalArgumentException e) {
            problems.error(place, "file: " + e.getMessage());
            return Optional.empty();
        }
    }
}
