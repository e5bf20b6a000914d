package io.x0tta6bl4.knowledge.provider.mvstore;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON and back, by their components; a value of a sealed type carries the name of its record in {@code type}.
 *
 * <p>Decoding goes through the record's own constructor, so that what comes back is as valid as what went in. Fields that a
 * record does not have are passed over (a newer version wrote them) and an optional one that is missing is empty (an older
 * one did); any other missing field or an unknown type name is an error.
 */
final class Codec {
    private static final String TYPE = "type";

    private final JsonProvider json = JsonProvider.provider();
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

    private record Shape(List<RecordComponent> components, Constructor<?> constructor) {}

    /** The JSON of a value of the declared type, on one line. */
    <T> String encode(Class<T> declared, T value) {
        return toJson(declared, value).toString();
    }

    /** The value; throws {@link IllegalArgumentException} with the reason when this version cannot read the text. */
    <T> T decode(Class<T> declared, String text) {
        try {
            return declared.cast(fromJson(declared, parse(text)));
        } catch (JsonException | ClassCastException | ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** A string field of the outermost object, if the text is JSON and has it. */
    Optional<String> field(String text, String name) {
        try {
            return parse(text) instanceof JsonObject object && object.get(name) instanceof JsonString string
                    ? Optional.of(string.getString())
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** The JSON of an object with one more text at its end. */
    String with(String text, String name, String value) {
        return json.createObjectBuilder(parse(text).asJsonObject())
                .add(name, value)
                .build()
                .toString();
    }

    private JsonValue parse(String text) {
        try (var reader = json.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }

    private JsonValue toJson(Type type, Object value) {
        if (type instanceof ParameterizedType container) return toJson(container, value);
        return switch (value) {
            case Boolean b -> b ? JsonValue.TRUE : JsonValue.FALSE;
            case Integer i -> json.createValue(i);
            case Long l -> json.createValue(l);
            case Double d -> json.createValue(d);
            case Record r when !Scalars.knows(r.getClass()) -> toJson((Class<?>) type, r);
            default -> json.createValue(Scalars.text(value));
        };
    }

    private JsonValue toJson(ParameterizedType type, Object value) {
        Type[] of = type.getActualTypeArguments();
        return switch (value) {
            case Optional<?> optional -> optional.isPresent() ? toJson(of[0], optional.get()) : JsonValue.NULL;
            case Collection<?> items -> array(of[0], items);
            case Map<?, ?> map -> {
                JsonObjectBuilder object = json.createObjectBuilder();
                map.forEach((key, item) -> object.add(Scalars.text(key), toJson(of[1], item)));
                yield object.build();
            }
            default -> throw new IllegalArgumentException("no JSON for " + type);
        };
    }

    private JsonValue array(Type of, Collection<?> items) {
        JsonArrayBuilder array = json.createArrayBuilder();
        for (Object item : items) array.add(toJson(of, item));
        return array.build();
    }

    private JsonValue toJson(Class<?> declared, Record value) {
        JsonObjectBuilder object = json.createObjectBuilder();
        if (declared.isSealed()) object.add(TYPE, value.getClass().getSimpleName());
        for (RecordComponent component : shape(value.getClass()).components())
            object.add(component.getName(), toJson(component.getGenericType(), get(component, value)));
        return object.build();
    }

    private static Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(value.getClass() + "." + component.getName() + " cannot be read", e);
        }
    }

    private Object fromJson(Type type, JsonValue value) {
        if (type instanceof ParameterizedType container) return fromJson(container, value);
        Class<?> declared = (Class<?>) type;
        if (declared == boolean.class || declared == Boolean.class) return bool(value);
        if (declared == int.class || declared == Integer.class) return ((JsonNumber) value).intValueExact();
        if (declared == long.class || declared == Long.class) return ((JsonNumber) value).longValueExact();
        if (declared == double.class || declared == Double.class) return ((JsonNumber) value).doubleValue();
        if (Scalars.knows(declared)) return Scalars.parse(declared, ((JsonString) value).getString());
        if (declared.isSealed()) return record(variant(declared, (JsonObject) value), (JsonObject) value);
        if (declared.isRecord()) return record(declared, (JsonObject) value);
        throw new IllegalArgumentException("no JSON for " + declared);
    }

    private static boolean bool(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new IllegalArgumentException("expected true or false, found " + value);
        };
    }

    private Object fromJson(ParameterizedType type, JsonValue value) {
        Type[] of = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class)
            return value == JsonValue.NULL ? Optional.empty() : Optional.of(fromJson(of[0], value));
        if (raw == List.class) return items(of[0], value, new ArrayList<>());
        if (raw == Set.class) return items(of[0], value, new LinkedHashSet<>());
        if (raw != Map.class) throw new IllegalArgumentException("no JSON for " + type);
        Map<Object, Object> map = new LinkedHashMap<>();
        value.asJsonObject()
                .forEach((key, item) -> map.put(Scalars.parse((Class<?>) of[0], key), fromJson(of[1], item)));
        return map;
    }

    private Collection<Object> items(Type of, JsonValue value, Collection<Object> into) {
        for (JsonValue item : value.asJsonArray()) into.add(fromJson(of, item));
        return into;
    }

    private static Class<?> variant(Class<?> sealed, JsonObject object) {
        String name = object.get(TYPE) instanceof JsonString string ? string.getString() : "";
        for (Class<?> permitted : sealed.getPermittedSubclasses())
            if (permitted.getSimpleName().equals(name)) return permitted;
        throw new IllegalArgumentException("'" + name + "' is no " + sealed.getSimpleName() + " this version knows");
    }

    private Object record(Class<?> type, JsonObject object) {
        Shape shape = shape(type);
        Object[] values = new Object[shape.components().size()];
        for (int i = 0; i < values.length; i++) {
            RecordComponent component = shape.components().get(i);
            @Nullable JsonValue value = object.get(component.getName());
            if (value == null && component.getType() != Optional.class)
                throw new IllegalArgumentException(type.getSimpleName() + " without its " + component.getName());
            values[i] = value == null ? Optional.empty() : fromJson(component.getGenericType(), value);
        }
        return construct(shape.constructor(), values);
    }

    private static Object construct(Constructor<?> constructor, Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " cannot be called", e);
        }
    }

    private Shape shape(Class<?> type) {
        return shapes.computeIfAbsent(type, Codec::shapeOf);
    }

    private static Shape shapeOf(Class<?> type) {
        List<RecordComponent> components = List.of(type.getRecordComponents());
        Class<?>[] parameters =
                components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return new Shape(components, type.getDeclaredConstructor(parameters));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }
}
