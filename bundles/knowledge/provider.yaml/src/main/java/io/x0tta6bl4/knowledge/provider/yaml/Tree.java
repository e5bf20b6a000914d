package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.List;
import java.util.Set;

/** What a YAML or JSON text says, each part with its place; not yet judged. */
sealed interface Tree {
    Place place();

    /** How many values it holds, itself included, every alias counted in full. */
    int size();

    /** What it is, for a message. */
    String words();

    /** A single value; {@code plain} when written without quotes. */
    record Scalar(String text, boolean plain, Place place) implements Tree {
        private static final Set<String> NOTHING = Set.of("", "~", "null");
        private static final int SHOWN = 60;

        /** Whether the value was left out: YAML's null. */
        boolean isNothing() {
            return plain && NOTHING.contains(text);
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public String words() {
            if (isNothing()) return "nothing";
            return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…").replaceAll("\\R", " ") + "'";
        }
    }

    /** Values in order. */
    record Sequence(List<Tree> items, Place place, int size) implements Tree {
        @Override
        public String words() {
            return "a list";
        }
    }

    /** Keys with values, in order, each key once. */
    record Mapping(List<Entry> entries, Place place, int size) implements Tree {
        @Override
        public String words() {
            return "a mapping";
        }
    }

    /** One key with its value. */
    record Entry(Scalar key, Tree value) {}
}
