package io.x0tta6bl4.monitor.api.probe;

import io.x0tta6bl4.knowledge.api.element.Probe;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks many questions, each in its own rhythm: one timer thread for all, a virtual thread while a question is out, so that
 * a question without an answer delays no other. Starts are spread over time. A failed question is asked again at once until
 * it succeeds or has failed as often as its schedule needs to fire.
 */
public final class Rounds implements AutoCloseable {
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(1);
    private static final Duration EACH_MORE = Duration.ofMillis(1);
    private static final Duration POSTPONED = Duration.ofMillis(100);

    /** A question; each call is bounded in time by its own schedule. */
    public interface Question {
        /** Asks once. */
        Verdict ask();

        /** Tells what came of it; not called any more once the round is closed. */
        void tell(Verdict verdict);
    }

    private final String name;
    private final int mostAtOnce;
    private final Consumer<RuntimeException> notTaken;
    private final Semaphore free;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicInteger rounds = new AtomicInteger();

    /**
     * @param name of the sensor, for the names of its threads
     * @param mostAtOnce how many questions are out at a time, at most; further ones are not asked and say so
     * @param notTaken hears of an observation that its receiver threw back; the round goes on
     */
    public Rounds(String name, int mostAtOnce, Consumer<RuntimeException> notTaken) {
        this.notTaken = notTaken;
        this.name = name;
        this.mostAtOnce = mostAtOnce;
        this.free = new Semaphore(mostAtOnce);
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform().name("x0-sensor-" + name).daemon().unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Asks the question again and again until the round is closed. */
    public Round start(Probe.Schedule schedule, Question question) {
        Round round = new Round(schedule, question);
        round.first();
        return round;
    }

    /** Does something short when the time is over, unless it is cancelled before. */
    public Future<?> after(long nanos, Runnable deed) {
        return timer.schedule(deed, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the timer; close each round first. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One question in its rhythm. */
    public final class Round implements AutoCloseable {
        private final Probe.Schedule schedule;
        private final Question question;
        private volatile boolean stopped;
        private volatile Thread asking = Thread.currentThread();
        private volatile boolean out;
        private int failed; // used while the question is out only, one thread after the other
        private long due;

        private Round(Probe.Schedule schedule, Question question) {
            this.schedule = schedule;
            this.question = question;
        }

        private void first() {
            long spread = Math.min(
                    schedule.every().toNanos(),
                    FIRST_WITHIN
                            .plus(EACH_MORE.multipliedBy(rounds.incrementAndGet()))
                            .toNanos());
            long delay = ThreadLocalRandom.current().nextLong(spread);
            // the second comes anywhere within a period, so that questions that began together do not stay together
            due = System.nanoTime()
                    + delay
                    - ThreadLocalRandom.current().nextLong(schedule.every().toNanos());
            schedule(delay);
        }

        private void schedule(long nanos) {
            if (!stopped && !timer.isShutdown()) timer.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
        }

        private void fire() {
            if (stopped) return;
            if (free.tryAcquire()) {
                Thread thread = Thread.ofVirtual().name("x0-probe-" + name).unstarted(this::ask);
                asking = thread;
                out = true;
                thread.start();
            } else {
                tell(Verdict.unanswered(Verdict.Standing.NOT_ASKED, mostAtOnce + " probes are out without an answer"));
                schedule(POSTPONED.toNanos());
            }
        }

        private void ask() {
            try {
                boolean enough = false;
                while (!enough && !stopped) enough = askOnce();
            } finally {
                out = false;
                free.release();
                next();
            }
        }

        /** Whether that is enough for this period. */
        private boolean askOnce() {
            Verdict verdict = question.ask();
            tell(verdict);
            failed = verdict.bad() ? Math.min(failed + 1, schedule.failures()) : 0;
            return !verdict.bad() || failed >= schedule.failures();
        }

        private synchronized void tell(Verdict verdict) {
            if (stopped) return;
            try {
                question.tell(verdict);
            } catch (RuntimeException e) {
                notTaken.accept(e);
            }
        }

        private void next() {
            long now = System.nanoTime();
            due += schedule.every().toNanos();
            if (due - now < 0) due = now; // a late answer skips periods, it does not catch up
            schedule(due - now);
        }

        /** Ends it, and the question that is out. */
        @Override
        public void close() {
            synchronized (this) {
                if (stopped) return;
                stopped = true;
            }
            rounds.decrementAndGet();
            if (out) asking.interrupt();
        }
    }
}
