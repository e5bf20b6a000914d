package io.x0tta6bl4.analyze.provider.series;

/**
 * Lets only new highs through: nothing that is not above everything of the last hundred values, and less of it the more has
 * come through lately. One anomaly is one rise, and a restless signal raises its own bar.
 */
final class Rise {
    private static final int REST = 100;
    private static final double KEEP = Math.pow(0.5, 1.0 / 3_000);
    private static final double TAX = 0.4;
    private static final double PRICE = 0.25;

    private final double[] highs = new double[REST + 1];
    private final long[] places = new long[REST + 1];
    private int head;
    private int size;
    private long count;
    private double spent;

    double next(double value) {
        while (size > 0 && places[head] < count - REST) drop();
        double highest = size == 0 ? 0 : highs[head];
        while (size > 0 && highs[(head + size - 1) % highs.length] <= value) size--;
        int slot = (head + size++) % highs.length;
        highs[slot] = value;
        places[slot] = count++;
        spent *= KEEP;
        if (!(value > highest)) return 0;
        double let = Math.max(0, value - TAX * Math.log1p(spent));
        spent += value * value * PRICE;
        return let;
    }

    private void drop() {
        head = (head + 1) % highs.length;
        size--;
    }
}
