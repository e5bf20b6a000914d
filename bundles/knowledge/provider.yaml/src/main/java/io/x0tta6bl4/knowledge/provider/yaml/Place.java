package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.Comparator;

/** Where something stands in the watch file, both counted from 1. */
record Place(int line, int column) implements Comparable<Place> {
    static final Place START = new Place(1, 1);
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

    /** Where the character with the given index stands; lines end with a line feed. */
    static Place of(CharSequence text, int index) {
        int line = 1;
        int column = 1;
        for (int at = 0; at < Math.min(index, text.length()); at++) {
            boolean end = text.charAt(at) == '\n';
            line += end ? 1 : 0;
            column = end ? 1 : column + 1;
        }
        return new Place(line, column);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
