package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a part of the watch file may look like. One structure of shapes ({@link WatchSchema}) both checks files and becomes
 * the JSON Schema that editors read, so the two cannot differ.
 */
sealed interface Shape {

    /** What is expected, for a message. */
    String words();

    /**
     * A single value.
     *
     * @param words what it is, for example "a duration"
     * @param allowed how it is written, with an example
     * @param json its JSON Schema
     * @param parse turns the text into a value, or throws {@link IllegalArgumentException} that says what is wrong
     */
    record Scalar(String words, String allowed, Map<String, Object> json, Function<String, Object> parse)
            implements Shape {}

    /** A mapping with fixed keys; of {@code oneOf}, if it is not empty, exactly one must be there. */
    record Table(String words, List<Field> fields, Set<String> oneOf) implements Shape {
        static Table of(String words, Field... fields) {
            return new Table(words, List.of(fields), Set.of());
        }

        /** Whether it may be left empty. */
        boolean mayBeEmpty() {
            return fields.isEmpty();
        }
    }

    /** A mapping with free keys. */
    record Named(String words, Scalar key, Shape value) implements Shape {}

    /** A list of at most {@value Many#LIMIT} items; with {@code splitText} one text may stand for it. */
    record Many(String words, Shape item, boolean splitText) implements Shape {
        static final int LIMIT = 1_000;
    }

    /**
     * One key of a table.
     *
     * @param fallback what holds when it is left out, for people
     * @param help one sentence for the reader of the schema
     */
    record Field(String key, Shape shape, boolean required, String fallback, String help) {
        static Field needed(String key, Shape shape, String help) {
            return new Field(key, shape, true, "", help);
        }

        static Field optional(String key, Shape shape, String fallback, String help) {
            return new Field(key, shape, false, fallback, help);
        }
    }
}
