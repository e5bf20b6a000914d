package io.x0tta6bl4.knowledge.provider.yaml;

import static io.x0tta6bl4.knowledge.provider.yaml.Shape.Field.needed;

import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The part of the watch file that sets the brakes; keys are the names of the records of {@link Brakes}, in kebab case. */
final class BrakesSchema {
    private static final Shape CLASSES = new Shape.Many("a list of classes", Scalars.TEXT_NOT_BLANK, false);
    private static final Shape.Scalar COUNT = Scalars.integer(1, 1_000_000);

    static final Shape.Table WINDOW = Shape.Table.of(
            "a window",
            needed("from", Scalars.TIME, "local time of day it begins"),
            needed("to", Scalars.TIME, "local time of day it ends; it may pass midnight"),
            Shape.Field.optional("classes", CLASSES, "all classes", "classes it holds for"));

    static final Shape.Table TABLE = Shape.Table.of(
            "a mapping of brakes",
            brake(
                    "rate-limit",
                    "1: limits how often is acted",
                    set("per-target-and-hour", COUNT, "actions on one target in an hour"),
                    set("per-second", Scalars.number(0.001, 1_000), "actions of the node in a second"),
                    set("burst", COUNT, "actions of the node at once")),
            brake(
                    "blast-radius",
                    "2: limits how much is out of service by the loop's hand",
                    set("share", Scalars.SHARE, "share of a class, at least one"),
                    set(
                            "minimum-serving",
                            new Shape.Named(
                                    "a mapping of classes to counts",
                                    Scalars.TEXT_NOT_BLANK,
                                    Scalars.integer(0, 1_000_000)),
                            "how many of a class must go on serving")),
            brake(
                    "health-quorum",
                    "3: acts only while enough is healthy",
                    set("act-share", Scalars.SHARE, "healthy share of a zone that is needed to act"),
                    set("slow-share", Scalars.SHARE, "sick share of a zone from which on it acts slower"),
                    set("slow-factor", COUNT, "how many times slower"),
                    set("minimum-population", COUNT, "elements a zone must have to be counted")),
            brake("hysteresis", "5: separate levels to fire and to clear, N of M samples"),
            brake(
                    "flap-damping",
                    "6: holds what changes too often",
                    set("half-life", Scalars.DURATION, "in which a penalty halves"),
                    set("hold-above", Scalars.number(0.001, 1_000_000), "penalty from which on an element is held"),
                    set("release-below", Scalars.number(0.001, 1_000_000), "penalty at which it is released")),
            brake(
                    "cool-down",
                    "7: waits longer after each attempt",
                    set("initial", Scalars.DURATION, "wait after the first attempt"),
                    set("factor", Scalars.number(1, 100), "growth of the wait"),
                    set("limit", Scalars.DURATION, "longest wait"),
                    set("jitter", Scalars.SHARE, "spread of the wait"),
                    set("stable-window", Scalars.DURATION, "healthy time after which counting begins anew")),
            brake(
                    "ladder",
                    "8: escalates and gives up in bounded time",
                    set("attempts", COUNT, "attempts on one rung"),
                    set("limit", Scalars.DURATION, "after which people are called")),
            field(
                    "dry-run",
                    "9: decides and records, does nothing",
                    set("all", Scalars.SWITCH, "for all classes"),
                    set("classes", CLASSES, "only for these classes")),
            brake(
                    "approval",
                    "10: a person agrees before certain actions",
                    set("classes", CLASSES, "classes whose actions wait for a person"),
                    set("from-affected", COUNT, "elements an action could touch from which on it waits"),
                    set("expiry", Scalars.DURATION, "after which an approval ends")),
            brake("precondition", "11: looks again just before acting"),
            brake(
                    "verification",
                    "12: success only when verified, else compensate",
                    set("good-looks", COUNT, "good looks in a row that verify"),
                    set("between", Scalars.DURATION, "time between two looks")),
            brake("idempotence", "13: an action with the same id has its effect once"),
            brake(
                    "locks",
                    "15: one action per target, stops when another hand undoes it",
                    set("fight-rounds", COUNT, "times it is undone before it stops")),
            brake(
                    "maintenance",
                    "16: windows in which nothing is done",
                    set("windows", new Shape.Many("a list of windows", WINDOW, false), "times of day")),
            brake(
                    "plausibility",
                    "17: no action on one doubtful sensor",
                    set("future-limit", Scalars.DURATION, "how far ahead a time stamp may be"),
                    set("frozen-samples", Scalars.integer(2, 1_000_000), "equal samples that make a value doubtful")),
            brake("audit", "18: no action without a journal that takes its record"),
            brake(
                    "privileges",
                    "19: effectors act only with the right they were given",
                    set(
                            "granted",
                            new Shape.Many(
                                    "a list of commands",
                                    Scalars.choice(
                                            "a command",
                                            Brakes.ALL_PRIVILEGES.stream()
                                                    .sorted()
                                                    .toList()),
                                    false),
                            "commands that may be carried out")),
            brake(
                    "budget",
                    "20: the loop's own time and queue",
                    set("tick", Scalars.DURATION, "time of one tick"),
                    set("queue", COUNT, "observations that may wait")));

    private BrakesSchema() {}

    /** A setting without its default, which comes from {@link Brakes#defaults()}. */
    private record Setting(String key, Shape shape, String help) {}

    private static Setting set(String key, Shape shape, String help) {
        return new Setting(key, shape, help);
    }

    private static Shape.Field brake(String key, String help, Setting... settings) {
        Setting[] all = new Setting[settings.length + 1];
        all[0] = set("on", Scalars.SWITCH, "whether this brake holds");
        System.arraycopy(settings, 0, all, 1, settings.length);
        return field(key, help, all);
    }

    private static Shape.Field field(String key, String help, Setting... settings) {
        Map<String, Object> defaults =
                components((Record) components(Brakes.defaults()).get(key));
        List<Shape.Field> fields = Arrays.stream(settings)
                .map(s -> Shape.Field.optional(s.key(), s.shape(), words(defaults.get(s.key())), s.help()))
                .toList();
        return Shape.Field.optional(key, new Shape.Table("settings of a brake", fields, Set.of()), "", help);
    }

    /** The components of a record by their names in kebab case. */
    static Map<String, Object> components(Record value) {
        Map<String, Object> result = new TreeMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents())
            result.put(kebab(component.getName()), read(component, value));
        return result;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String words(Object value) {
        return switch (value) {
            case java.time.Duration duration ->
                duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
            case Set<?> set when set.equals(Brakes.ALL_PRIVILEGES) -> "all";
            case java.util.Collection<?> none when none.isEmpty() -> "none";
            case java.util.Collection<?> some ->
                some.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
            case Map<?, ?> none when none.isEmpty() -> "none";
            default -> value.toString();
        };
    }
}
