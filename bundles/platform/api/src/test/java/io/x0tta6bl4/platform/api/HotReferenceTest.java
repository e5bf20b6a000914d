package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotReferenceTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HotReference<Provider> hot = new HotReference<>("the provider", Duration.ofSeconds(10));

    /** A provider that fails a call which runs, or starts, after it was deactivated. */
    private static final class Provider {
        private final AtomicBoolean active = new AtomicBoolean(true);
        private final int number;

        Provider() {
            this(1);
        }

        Provider(int number) {
            this.number = number;
        }

        /** Which provider it is. */
        int serve() {
            if (!active.get()) throw new IllegalStateException("called after it was deactivated");
            for (int i = 0; i < 50; i++) Thread.onSpinWait();
            if (!active.get()) throw new IllegalStateException("deactivated in the middle of a call");
            return number;
        }

        void deactivate() {
            active.set(false);
        }
    }

    /** Stands for a service reference, whose ranking may change while it is bound. */
    private static final class Rank implements Comparable<Rank> {
        private int ranking;

        Rank(int ranking) {
            this.ranking = ranking;
        }

        @Override
        public int compareTo(Rank other) {
            return Integer.compare(ranking, other.ranking);
        }
    }

    @AfterEach
    void close() {
        hot.close();
        threads.shutdownNow();
    }

    @Test
    void no_call_fails_under_four_threads_while_providers_are_swapped_start_first() throws Exception {
        IntSupplier calls = () -> hot.call(Provider::serve);

        assertThat(servedWhileSwapping(calls, true)).isGreaterThan(1_000);
        assertThat(hot.overruns()).isZero();
    }

    @Test
    void no_call_fails_under_four_threads_while_the_only_provider_goes_and_another_comes() throws Exception {
        IntSupplier calls = () -> hot.call(Provider::serve);

        assertThat(servedWhileSwapping(calls, false)).isGreaterThan(1_000);
        assertThat(hot.overruns()).isZero();
    }

    @Test
    void a_provider_is_never_found_absent_while_one_replaces_another() throws Exception {
        IntSupplier calls = () -> hot.callIfPresent(Provider::serve).orElseThrow();

        assertThat(servedWhileSwapping(calls, true)).isGreaterThan(1_000);
    }

    /** Answers count only in order: after one of a newer provider none of an older one may come. */
    private long servedWhileSwapping(IntSupplier call, boolean startFirst) throws Exception {
        Rank rank = new Rank(0);
        Provider provider = new Provider(0);
        hot.bind(rank, provider);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++)
            callers.add(threads.submit(() -> {
                for (int last = 0; !stop.get(); served.incrementAndGet()) {
                    int answer = call.getAsInt();
                    assertThat(answer)
                            .as("the number of the provider that answers")
                            .isGreaterThanOrEqualTo(last);
                    last = answer;
                }
            }));
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (int swap = 1; swap <= 500 || served.get() < 2_000 && System.nanoTime() < limit; swap++) {
            Rank nextRank = new Rank(swap);
            Provider next = new Provider(swap);
            if (startFirst) hot.bind(nextRank, next);
            hot.unbind(rank);
            provider.deactivate();
            if (!startFirst) hot.bind(nextRank, next);
            rank = nextRank;
            provider = next;
        }
        stop.set(true);
        for (Future<?> caller : callers) caller.get(30, TimeUnit.SECONDS);
        return served.get();
    }

    @Test
    void the_highest_rank_serves_and_the_next_one_takes_over() {
        HotReference<String> names = new HotReference<>("a name", Duration.ZERO);
        names.bind(1, "low");
        names.bind(3, "high");
        names.bind(2, "middle");

        assertThat(names.<String>call(n -> n)).isEqualTo("high");
        names.unbind(3);
        assertThat(names.<String>call(n -> n)).isEqualTo("middle");
        names.unbind(2);
        names.unbind(1);
        assertThat(names.present()).isFalse();
        assertThat(names.<String>callIfPresent(n -> n)).isEmpty();
    }

    @Test
    void a_provider_whose_ranking_changed_while_it_was_bound_is_still_let_go() {
        HotReference<String> names = new HotReference<>("a name", Duration.ZERO);
        Rank a = new Rank(1);
        Rank b = new Rank(2);
        Rank c = new Rank(3);
        names.bind(a, "a");
        names.bind(b, "b");
        names.bind(c, "c");
        a.ranking = 9;

        names.unbind(a);
        names.unbind(b);
        names.unbind(c);

        assertThat(names.present()).isFalse();
    }

    @Test
    void a_call_waits_at_the_gate_until_a_provider_arrives() throws Exception {
        Future<Integer> waiting = threads.submit(() -> hot.call(Provider::serve));
        assertThat(waiting.isDone()).isFalse();

        hot.bind(1, new Provider());

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void a_call_without_a_provider_is_refused_in_words_when_the_gate_closes() {
        HotReference<Provider> impatient = new HotReference<>("the journal", Duration.ofMillis(20));

        assertThatThrownBy(() -> impatient.call(Provider::serve))
                .isInstanceOf(Retired.class)
                .hasMessageContaining("the journal")
                .hasMessageContaining("PT0.02S");
    }

    @Test
    void unbind_returns_only_when_the_running_call_has_ended() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        hot.bind(1, new Provider());
        Future<?> call = threads.submit(() -> hot.run(p -> {
            running.countDown();
            awaitQuietly(end);
        }));
        running.await();

        Future<?> unbind = threads.submit(() -> hot.unbind(1));
        await().until(() -> !hot.present());
        assertThat(unbind.isDone()).isFalse();

        end.countDown();
        unbind.get(2, TimeUnit.SECONDS);
        call.get(2, TimeUnit.SECONDS);
        assertThat(hot.overruns()).isZero();
    }

    @Test
    void a_call_that_never_ends_lets_its_provider_go_after_the_drain_limit_and_is_counted() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        hot.bind(1, new Provider());
        Future<?> call = threads.submit(() -> hot.run(p -> {
            running.countDown();
            awaitQuietly(end);
        }));
        running.await();

        long start = System.nanoTime();
        hot.unbind(1);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(HotReference.DRAIN_LIMIT, Duration.ofSeconds(8));
        assertThat(hot.overruns()).isEqualTo(1);
        end.countDown();
        call.get(2, TimeUnit.SECONDS);
    }

    @Test
    void closing_wakes_the_waiting_calls_and_refuses_new_ones() {
        Future<Integer> waiting = threads.submit(() -> hot.call(Provider::serve));

        hot.close();
        hot.close();

        assertThatThrownBy(() -> waiting.get(2, TimeUnit.SECONDS)).hasCauseInstanceOf(Retired.class);
        hot.bind(1, new Provider());
        assertThatThrownBy(() -> hot.call(Provider::serve)).isInstanceOf(Retired.class);
        assertThat(hot.callIfPresent(Provider::serve)).isEmpty();
    }

    @Test
    void closing_returns_only_when_the_running_call_has_ended() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        hot.bind(1, new Provider());
        Future<?> call = threads.submit(() -> hot.run(p -> {
            running.countDown();
            awaitQuietly(end);
        }));
        running.await();

        Future<?> close = threads.submit(hot::close);
        await().until(() -> !hot.present());
        assertThat(close.isDone()).isFalse();

        end.countDown();
        close.get(2, TimeUnit.SECONDS);
        call.get(2, TimeUnit.SECONDS);
        assertThat(hot.overruns()).isZero();
    }

    @Test
    void as_an_object_it_passes_calls_and_errors_through() {
        HotReference<CharSequence> text = new HotReference<>("a text", Duration.ZERO);
        CharSequence view = text.as(CharSequence.class);
        assertThatThrownBy(view::length).isInstanceOf(Retired.class);

        text.bind(1, "abc");

        assertThat(view.length()).isEqualTo(3);
        assertThat(view).isEqualTo(view).isNotEqualTo("abc").hasSameHashCodeAs(view);
        assertThatThrownBy(() -> view.charAt(9)).isInstanceOf(StringIndexOutOfBoundsException.class);
        text.unbind(1);
        assertThat(text.overruns()).isZero();
    }

    @Test
    void an_interrupted_caller_gives_up_at_once_and_stays_interrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> hot.call(Provider::serve)).isInstanceOf(Retired.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_error_of_the_provider_reaches_the_caller_and_ends_its_lease() {
        hot.bind(1, new Provider());

        assertThatThrownBy(() -> hot.run(p -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        hot.unbind(1);
        assertThat(hot.overruns()).isZero();
    }

    @Test
    void a_provider_bound_again_under_its_rank_replaces_the_one_before() {
        HotReference<String> names = new HotReference<>("a name", Duration.ZERO);
        names.bind(1, "first");
        names.bind(1, "second");

        assertThat(names.<String>call(n -> n)).isEqualTo("second");
        names.unbind(1);
        assertThat(names.present()).isFalse();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
