package io.x0tta6bl4.runtime.learning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Who needs whom.
 *
 * @param family how it was drawn
 * @param needs of each node, the nodes it needs
 */
record Topology(Family family, List<int[]> needs) {

    /** Ways to draw a graph. The last two are never trained on. */
    enum Family {
        CHAIN,
        TREE,
        DIAMOND,
        MESH,
        LAYERED,
        HUB,
        PIPELINE;

        boolean held() {
            return this == HUB || this == PIPELINE;
        }
    }

    int size() {
        return needs.size();
    }

    static Topology draw(Family family, SplittableRandom random) {
        int size = family == Family.CHAIN ? 4 + random.nextInt(9) : 8 + random.nextInt(33);
        return draw(family, size, random);
    }

    static Topology draw(Family family, int size, SplittableRandom random) {
        List<Set<Integer>> needs = new ArrayList<>();
        for (int i = 0; i < size; i++) needs.add(new LinkedHashSet<>());
        switch (family) {
            case CHAIN -> chain(needs);
            case TREE -> tree(needs, 1 + random.nextInt(4));
            case DIAMOND -> diamonds(needs, 2 + random.nextInt(3));
            case MESH -> mesh(needs, 1.5 + random.nextDouble(), random);
            case LAYERED -> layered(needs, 3 + random.nextInt(3), random);
            case HUB -> hub(needs, random);
            case PIPELINE -> pipeline(needs, random);
        }
        return new Topology(
                family,
                needs.stream()
                        .map(on -> on.stream().mapToInt(Integer::intValue).toArray())
                        .toList());
    }

    private static void chain(List<Set<Integer>> needs) {
        for (int i = 0; i + 1 < needs.size(); i++) needs.get(i).add(i + 1);
    }

    private static void tree(List<Set<Integer>> needs, int width) {
        for (int i = 1; i < needs.size(); i++) needs.get((i - 1) / width).add(i);
    }

    /** One that splits, several beside each other, one that joins, and again. */
    private static void diamonds(List<Set<Integer>> needs, int width) {
        for (int top = 0; top + width + 1 < needs.size(); top += width + 1)
            for (int i = 1; i <= width; i++) {
                needs.get(top).add(top + i);
                needs.get(top + i).add(top + width + 1);
            }
        for (int i = 1; i < needs.size(); i++)
            if (needs.get(i).isEmpty()) needs.get(i - 1).add(i);
        needs.getLast().clear();
    }

    /** Anybody may need anybody, circles included. */
    private static void mesh(List<Set<Integer>> needs, double degree, SplittableRandom random) {
        int size = needs.size();
        for (int i = 0; i < size * degree; i++) {
            int from = random.nextInt(size);
            int to = random.nextInt(size);
            if (from != to && (from < to || random.nextInt(5) == 0))
                needs.get(from).add(to);
        }
    }

    private static void layered(List<Set<Integer>> needs, int layers, SplittableRandom random) {
        int size = needs.size();
        for (int i = 0; i < size; i++) {
            int layer = i * layers / size;
            int next = (layer + 1) * size / layers;
            int after = Math.min(size, (layer + 2) * size / layers);
            int wanted = 1 + random.nextInt(3);
            for (int k = 0; k < wanted && next < after; k++)
                needs.get(i)
                        .add(
                                random.nextInt(8) == 0
                                        ? next + random.nextInt(size - next)
                                        : next + random.nextInt(after - next));
            needs.get(i).remove(i);
        }
    }

    /** Services that share two stores, behind a few entries. */
    private static void hub(List<Set<Integer>> needs, SplittableRandom random) {
        int size = needs.size();
        for (int i = 0; i < size - 2; i++) {
            needs.get(i).add(size - 1 - random.nextInt(2));
            if (i < 3) for (int k = 0; k < 4; k++) needs.get(i).add(3 + random.nextInt(size - 5));
        }
    }

    /** Stages that each need the one before and a store of their own. */
    private static void pipeline(List<Set<Integer>> needs, SplittableRandom random) {
        int size = needs.size();
        for (int i = 0; i + 2 < size; i += 2) {
            needs.get(i).add(i + 1);
            needs.get(i).add(i + 2);
            if (random.nextInt(3) == 0 && i + 3 < size) needs.get(i).add(i + 3);
        }
    }
}
