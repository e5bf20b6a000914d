package io.x0tta6bl4.analyze.provider.accrual;

import io.x0tta6bl4.analyze.api.LinkWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Links made up at many rhythms and with many kinds of delay: how often one is wrongly held for dead, and how soon a dead one is. */
final class HeartbeatBench {
    static final int[] RHYTHMS = {50, 100, 250, 500, 1_000, 5_000, 30_000};
    private static final int LINKS = 40;

    /** What disturbs the heartbeats. */
    enum Trouble {
        /** Delays of a tenth of the rhythm. */
        CALM,
        /** Five in a hundred are lost. */
        LOSSY,
        /** The next is sent when the one before was answered, which takes another rhythm and has a tail of power 3. */
        ANSWERED,
        /** As before, with power 2. */
        HEAVY,
        /** As before, with power 1.5. */
        HEAVIER,
        /** Once in 500 the sender stands still for some five rhythms, and what waited comes at once. */
        STALLS
    }

    private record Beat(int link, long at) {}

    /** False suspicions per link-hour; detection times in seconds. */
    record Found(int rhythm, Trouble trouble, double falseAnHour, double median, double late, long missed) {}

    private HeartbeatBench() {}

    static Found run(int rhythm, Trouble trouble, int seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + rhythm + trouble.ordinal() * 1_000_003L);
        long end = seconds * 1_000L;
        List<Beat> beats = new ArrayList<>();
        long[] last = new long[LINKS];
        for (int link = 0; link < LINKS; link++) {
            long crash = (long) (end * random.nextDouble(0.7, 0.9));
            last[link] = crash;
            for (long at : arrivals(rhythm, trouble, crash, random.split())) beats.add(new Beat(link, at));
        }
        beats.sort(Comparator.comparingLong(Beat::at).thenComparingInt(Beat::link));
        LinkWatch watch = new AccrualFailureDetector().begin();
        Map<String, Long> since = new HashMap<>();
        long wrong = 0;
        for (Beat beat : beats) wrong += take(watch.arrival("l" + beat.link, Instant.ofEpochMilli(beat.at)), since);
        watch.advance(Instant.ofEpochMilli(end * 2)).forEach(c -> take(List.of(c), since));
        double[] waits = since.entrySet().stream()
                .mapToDouble(
                        e -> (e.getValue() - last[Integer.parseInt(e.getKey().substring(1))]) / 1e3)
                .sorted()
                .toArray();
        double hours = Arrays.stream(last).sum() / 3.6e6;
        return new Found(
                rhythm,
                trouble,
                wrong / hours,
                waits[waits.length / 2],
                waits[(int) (0.99 * (waits.length - 1))],
                LINKS - waits.length);
    }

    private static int take(List<LinkWatch.Change> changes, Map<String, Long> since) {
        int over = 0;
        for (LinkWatch.Change change : changes) {
            if (change.suspected()) since.put(change.link(), change.at().toEpochMilli());
            else if (since.remove(change.link()) != null) over++;
        }
        return over;
    }

    private static long[] arrivals(int rhythm, Trouble trouble, long until, SplittableRandom random) {
        List<Long> at = new ArrayList<>();
        double now = random.nextDouble(rhythm);
        double still = 0;
        while (now < until) {
            double delay = 0.1 * rhythm * Math.exp(0.5 * random.nextGaussian());
            switch (trouble) {
                case CALM -> at.add(Math.round(now + delay));
                case LOSSY -> {
                    if (random.nextInt(100) >= 5) at.add(Math.round(now + delay));
                }
                case STALLS -> {
                    if (random.nextInt(500) == 0) still = now + 5 * rhythm * Math.exp(0.7 * random.nextGaussian());
                    at.add(Math.round(Math.max(now, still) + delay));
                }
                default -> {
                    double power = trouble == Trouble.ANSWERED ? 3 : trouble == Trouble.HEAVY ? 2 : 1.5;
                    now += 0.5 * rhythm * (Math.pow(1 - random.nextDouble(), -1 / power) - 1);
                    at.add(Math.round(now));
                }
            }
            now += rhythm;
        }
        at.removeIf(a -> a >= until);
        return at.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    public static void main(String[] words) {
        long seed = Long.parseLong(words[0]);
        System.out.println("rhythm   trouble    false/link-hour  detected after s: half  99 %   missed");
        for (Trouble trouble : Trouble.values())
            for (int rhythm : RHYTHMS) {
                Found f = run(rhythm, trouble, Math.max(1_800, rhythm * 2), seed);
                System.out.printf(
                        Locale.ROOT,
                        "%6d   %-10s %8.3f   %22.2f %6.2f %5d%n",
                        f.rhythm,
                        f.trouble,
                        f.falseAnHour,
                        f.median,
                        f.late,
                        f.missed);
            }
    }
}
