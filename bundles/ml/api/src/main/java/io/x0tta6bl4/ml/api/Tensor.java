package io.x0tta6bl4.ml.api;

import java.util.Arrays;

/** Numbers in rows, as models take and give them. The data is not copied: who has handed it over leaves it alone. */
public sealed interface Tensor {
    /** The most numbers of one tensor; larger ones are refused. */
    int MOST = 64 * 1024 * 1024;

    /** The kinds of numbers that models take here. */
    enum Type {
        FLOAT32,
        INT64
    }

    /** The length of each dimension. */
    long[] shape();

    Type type();

    /** How many numbers there are. */
    int size();

    /** Numbers of 32 bits. */
    record Floats(long[] shape, float[] data) implements Tensor {
        public Floats {
            require(shape, data.length);
        }

        @Override
        public Type type() {
            return Type.FLOAT32;
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Floats t && Arrays.equals(shape, t.shape) && Arrays.equals(data, t.data);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
        }
    }

    /** Whole numbers of 64 bits. */
    record Longs(long[] shape, long[] data) implements Tensor {
        public Longs {
            require(shape, data.length);
        }

        @Override
        public Type type() {
            return Type.INT64;
        }

        @Override
        public int size() {
            return data.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Longs t && Arrays.equals(shape, t.shape) && Arrays.equals(data, t.data);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
        }
    }

    /** Of one dimension. */
    static Floats of(float... data) {
        return new Floats(new long[] {data.length}, data);
    }

    /** Of one dimension. */
    static Longs of(long... data) {
        return new Longs(new long[] {data.length}, data);
    }

    private static void require(long[] shape, int length) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0) throw new IllegalArgumentException("a dimension of " + dimension);
            size = Math.multiplyExact(size, dimension);
        }
        if (size != length)
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " holds " + size + " numbers, got " + length);
        if (length > MOST) throw new IllegalArgumentException(length + " numbers; the most are " + MOST);
    }
}
