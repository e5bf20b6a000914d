package io.x0tta6bl4.analyze.provider.series;

import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.Judgement.Reason;
import io.x0tta6bl4.analyze.api.SignalDetector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Members that must agree: each says how rare what it sees is in its own past, none counts for more than one in a thousand, and
 * an alarm takes two of them.
 */
final class Ensemble implements SignalDetector {
    /** No single member may say more than this. */
    private static final double MOST = 3;

    /** From here on a member speaks for an anomaly: one in twenty. */
    private static final double VOICE = 1.3;

    /** Among fewer judged values than this a new extreme is nothing rare, and an alarm takes more. */
    private static final double FEW = 150;

    /** The level at first: within reach where two thirds of the members say their most. */
    private static final double REACHABLE = 1.8;

    private static final int CALM = 10;
    private static final double ONE_IN_A_MILLION = 6;

    /** Beyond this, differences and squares are no numbers any more. */
    private static final double LARGEST = 1e100;

    private record Seat(Member member, double weight, Tail tail) {}

    private final List<Seat> seats = new ArrayList<>();
    private final Rise rise = new Rise();
    private final StandingStill still = new StandingStill();
    private final double threshold;
    private double weights;
    private long judged;
    private long last = Long.MIN_VALUE;
    private boolean alarm;
    private boolean frozen;
    private int calm;

    /** @param threshold the mean rarity after {@link Rise} at which an alarm begins */
    private Ensemble(double threshold) {
        this.threshold = threshold;
    }

    /** Cheap members only. */
    static Ensemble screen() {
        return new Ensemble(0.9)
                .seat(new SeenRange(), 1)
                .seat(new TimeOfDay(), 1)
                .seat(new DailyEnvelope(), 1);
    }

    /** All members. */
    static Ensemble full() {
        return new Ensemble(0.62)
                .seat(new SeenRange(), 2)
                .seat(new TimeOfDay(), 1)
                .seat(new DailyEnvelope(), 1)
                .seat(new CutForest(), 1)
                .seat(new Restlessness(), 1);
    }

    /** These members alone, each of the same weight. */
    static Ensemble of(double threshold, List<Member> members) {
        Ensemble ensemble = new Ensemble(threshold);
        members.forEach(member -> ensemble.seat(member, 1));
        return ensemble;
    }

    private Ensemble seat(Member member, double weight) {
        seats.add(new Seat(member, weight, new Tail()));
        weights += weight;
        return this;
    }

    @Override
    public Judgement next(Instant at, double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("a value is finite, not " + value);
        last = Math.max(last, at.getEpochSecond());
        double bounded = Math.clamp(value, -LARGEST, LARGEST);
        double sum = 0;
        int ready = 0;
        int voices = 0;
        double[] rarities = new double[seats.size()];
        for (int i = 0; i < rarities.length; i++) {
            Seat seat = seats.get(i);
            double rarity = seat.tail().next(seat.member().next(last, bounded));
            rarities[i] = rarity;
            if (Double.isNaN(rarity)) continue;
            ready++;
            if (rarity >= VOICE) voices++;
            sum += seat.weight() * Math.min(MOST, rarity);
        }
        double standing = still.next(value);
        if (ready < 2) return Judgement.WARMING_UP;
        Judgement usual = judge(sum / weights, voices, rarities);
        return standing == 0 ? thawed(usual) : frozen(standing);
    }

    private Judgement judge(double rarity, int voices, double[] rarities) {
        double risen = rise.next(rarity);
        double score = risen / (risen + level());
        if (voices < 2) score = Math.min(score, Math.nextDown(Judgement.THRESHOLD));
        calm = rarity < threshold / 2 ? calm + 1 : 0;
        if (score >= Judgement.THRESHOLD) alarm = true;
        else if (calm >= CALM) alarm = false;
        return new Judgement(OptionalDouble.of(score), alarm, alarm || score > 0.25 ? reasons(rarities) : List.of());
    }

    private double level() {
        double few = FEW / ++judged;
        return Math.max(threshold, Math.min(REACHABLE, threshold * (1 + few * few)));
    }

    /** Standing still is proven by itself and needs no second voice; it counts once, as it is found. */
    private Judgement frozen(double rarity) {
        double score = frozen ? 0 : 0.5 + 0.5 * rarity / (rarity + ONE_IN_A_MILLION);
        frozen = true;
        alarm = true;
        calm = 0;
        return new Judgement(
                OptionalDouble.of(score), true, List.of(new Reason("standing still", rarity, still.words())));
    }

    private Judgement thawed(Judgement usual) {
        frozen = false;
        return usual;
    }

    private List<Reason> reasons(double[] rarities) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < rarities.length; i++) {
            if (!(rarities[i] >= VOICE)) continue;
            String name = seats.get(i).member().name();
            String words = rarities[i] > 6
                    ? "by " + name + " rarer than one in a million"
                    : "by " + name + " one in " + Math.round(Math.pow(10, rarities[i]));
            reasons.add(new Reason(name, rarities[i], words));
        }
        reasons.sort(Comparator.comparingDouble(Reason::strength).reversed());
        return reasons;
    }
}
