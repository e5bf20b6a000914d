package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a canary: makes the calls of both, counts, and says when it is decided. */
final class Trial<T> {
    private static final int KEPT = 512;
    /** The first calls of a provider load its classes: their errors count, their time does not. */
    private static final int COLD = 3;

    final Canary canary;
    final Lease<T> candidate;
    private final AtomicLong turn = new AtomicLong();
    private final Side mine = new Side();
    private final Side served = new Side();
    private long differences;
    private String firstTrouble = "";
    private Canary.@Nullable Verdict ended;

    /** Guarded by the trial. */
    private static final class Side {
        private final long[] nanos = new long[KEPT];
        private long calls;
        private long errors;

        void took(long duration, boolean failed) {
            if (calls >= COLD) nanos[(int) ((calls - COLD) % KEPT)] = duration;
            calls++;
            if (failed) errors++;
        }

        Duration p95() {
            int count = (int) Math.min(calls - COLD, KEPT);
            if (count <= 0) return Duration.ZERO;
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return Duration.ofNanos(sorted[(int) Math.ceil(0.95 * count) - 1]);
        }
    }

    /** What a call came to. */
    private record Ending(@Nullable Object result, @Nullable Throwable thrown, long nanos) {
        @SuppressWarnings("unchecked")
        <R> R orThrow() {
            if (thrown != null) throw Trial.<RuntimeException>unchecked(thrown);
            return (R) result;
        }
    }

    Trial(Canary canary, Lease<T> candidate) {
        this.canary = canary;
        this.candidate = candidate;
    }

    /** Makes the call on the one that serves, on the candidate, or both; the caller holds a lease on {@code serving}. */
    <R> R call(Lease<T> serving, Function<? super T, R> body) {
        boolean chosen = Math.floorMod(turn.getAndIncrement() * 37, 100) < canary.percent();
        if (!chosen || over() || !candidate.acquire())
            return first(serving, body).orThrow();
        try {
            if (canary.kind() == Canary.Kind.SHADOW) return shadow(serving, body);
            Ending ending = run(candidate.service, body);
            count(ending);
            return ending.orThrow();
        } finally {
            candidate.release();
        }
    }

    private <R> Ending first(Lease<T> serving, Function<? super T, R> body) {
        Ending ending = run(serving.service, body);
        synchronized (this) {
            served.took(ending.nanos(), ending.thrown() != null);
        }
        return ending;
    }

    private <R> R shadow(Lease<T> serving, Function<? super T, R> body) {
        Ending real = first(serving, body);
        Ending other = run(candidate.service, body);
        synchronized (this) {
            boolean failed = other.thrown() != null && real.thrown() == null;
            mine.took(other.nanos(), failed);
            if (failed) trouble(String.valueOf(other.thrown()));
            boolean bothAnswered = other.thrown() == null && real.thrown() == null;
            if (bothAnswered && !Objects.equals(real.result(), other.result())) {
                differences++;
                trouble(brief(other.result()) + " instead of " + brief(real.result()));
            }
        }
        return real.orThrow();
    }

    private synchronized void count(Ending ending) {
        mine.took(ending.nanos(), ending.thrown() != null);
        if (ending.thrown() != null) trouble(String.valueOf(ending.thrown()));
    }

    private void trouble(String words) {
        if (firstTrouble.isEmpty()) firstTrouble = words;
    }

    private static String brief(@Nullable Object result) {
        String words = String.valueOf(result);
        return words.length() <= 200 ? words : words.substring(0, 200) + "…";
    }

    private static <T, R> Ending run(T service, Function<? super T, R> body) {
        long begun = System.nanoTime();
        try {
            return new Ending(body.apply(service), null, System.nanoTime() - begun);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return new Ending(null, e, System.nanoTime() - begun);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    synchronized Canary.Tally tally() {
        return new Canary.Tally(
                mine.calls,
                mine.errors,
                differences,
                served.calls,
                served.errors,
                mine.p95(),
                served.p95(),
                firstTrouble);
    }

    /** Whether it is time to decide: not at every call, for a decision sorts the samples. */
    synchronized boolean due() {
        return ended == null
                && mine.calls > 0
                && (mine.calls >= canary.calls() || mine.calls % 16 == 0 || !firstTrouble.isEmpty());
    }

    /** The verdict, once there is one the same for ever. */
    synchronized Canary.Verdict verdict() {
        return ended != null ? ended : canary.decide(tally());
    }

    synchronized boolean over() {
        return ended != null;
    }

    /** Ends it; the first end stays. True for the one call that ended it. */
    synchronized boolean end(Canary.Verdict verdict) {
        if (ended != null) return false;
        ended = verdict;
        return true;
    }

    synchronized Swappable.Report report() {
        return new Swappable.Report(canary, tally(), verdict(), over());
    }
}
