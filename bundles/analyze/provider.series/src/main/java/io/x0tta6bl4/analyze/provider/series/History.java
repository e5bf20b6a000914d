package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/** The last rows of many columns: bounded, single precision, gaps filled with the value before them. */
final class History {
    /** Numbers kept in all: 16 MB. */
    private static final int NUMBERS = 4_000_000;

    private static final int MOST_ROWS = 32_768;
    private static final int LEAST_ROWS = 64;

    private final float[][] columns;
    private int capacity = 256;
    private final int limit;
    private long rows;

    History(int width) {
        this.columns = new float[width][capacity];
        this.limit = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, NUMBERS / Math.max(1, width)));
        if (limit < capacity) grow(limit);
    }

    long rows() {
        return rows;
    }

    /** How many of the last rows are kept. */
    int kept() {
        return (int) Math.min(rows, capacity);
    }

    int limit() {
        return limit;
    }

    void add(double[] row) {
        if (rows == capacity && capacity < limit) grow(Math.min(limit, capacity * 2));
        int slot = (int) (rows % capacity);
        for (int c = 0; c < columns.length; c++)
            columns[c][slot] = Double.isNaN(row[c])
                    ? (rows == 0 ? Float.NaN : back(c, 1))
                    : (float) Math.clamp(row[c], -1e30, 1e30);
        rows++;
    }

    /** Only while nothing was overwritten, or before there is anything: then slot and row are the same. */
    private void grow(int to) {
        for (int c = 0; c < columns.length; c++) columns[c] = Arrays.copyOf(columns[c], to);
        capacity = to;
    }

    /** The value so many rows before the next one; 1 is the last. */
    float back(int column, long rowsBack) {
        return columns[column][(int) ((rows - rowsBack) % capacity)];
    }

    /** The kept values of a column, oldest first, without NaN. */
    float[] column(int c) {
        int n = kept();
        float[] copy = new float[n];
        int m = 0;
        for (int i = n; i >= 1; i--) {
            float value = back(c, i);
            if (!Float.isNaN(value)) copy[m++] = value;
        }
        return m == n ? copy : Arrays.copyOf(copy, m);
    }
}
