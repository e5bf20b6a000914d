package io.x0tta6bl4.analyze.provider.accrual;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the links that grow quiet together. More of them at once than the rate before lets expect, and the common cause is
 * rather this host or its network than each far end.
 */
final class Crowd {
    /** More links than this in one crowd are not remembered; the crowd is too large long before. */
    private static final int MOST = 10_000;

    private record Quiet(Link link, long turn, long at) {}

    private final Tuning tuning;
    private final Deque<Quiet> recent = new ArrayDeque<>();
    /** Links growing quiet per unit of time. */
    private double rate = 0.5;

    private double unit;
    private long counted;

    Crowd(Tuning tuning) {
        this.tuning = tuning;
    }

    /** A link has grown quiet; of too many at once all are given more patience. Returns how many they are, or 0. */
    int quiet(Link link, long at) {
        unit = unit == 0 ? link.unit() : unit + 0.01 * (link.unit() - unit);
        rate *= Math.pow(0.5, Math.max(0, at - counted) / unit / tuning.halfLife());
        rate += Math.log(2) / tuning.halfLife();
        counted = at;
        recent.addLast(new Quiet(link, link.turn(), at));
        while (recent.size() > MOST || recent.getFirst().at < at - tuning.together() * unit) recent.removeFirst();
        double expected = rate * tuning.together();
        if (recent.size() <= expected + tuning.deviations() * Math.sqrt(expected) + tuning.extra()) return 0;
        for (Quiet one : recent) if (one.link.turn() == one.turn && one.link.quiet) one.link.stretched = true;
        return recent.size();
    }
}
