package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.platform.api.HotReference.Trait;
import java.math.BigInteger;
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
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HotReference<Counter> hot = new HotReference<>("the counter", Duration.ofSeconds(10), Trait.STATEFUL);

    /** Counts its calls and fails those after its end. */
    private static class Counter implements Handover {
        private final AtomicLong count = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();

        long next() {
            if (ended.get()) throw new IllegalStateException("called after its end");
            return count.incrementAndGet();
        }

        @Override
        public State handOver() {
            return new State("counter", 1, BigInteger.valueOf(count.get()).toByteArray());
        }

        @Override
        public boolean takeOver(State state) {
            if (!state.is("counter", 1)) return false;
            count.set(new BigInteger(state.content()).longValueExact());
            return true;
        }
    }

    @AfterEach
    void close() {
        hot.close();
        threads.shutdownNow();
    }

    @Test
    void no_count_is_lost_or_made_twice_under_four_threads_when_the_new_comes_first() throws Exception {
        countsEveryCall(true);
    }

    @Test
    void no_count_is_lost_or_made_twice_under_four_threads_when_the_old_goes_first() throws Exception {
        countsEveryCall(false);
    }

    private void countsEveryCall(boolean startFirst) throws Exception {
        Counter now = new Counter();
        hot.bind(0, now);
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<Long>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++)
            callers.add(threads.submit(() -> {
                long calls = 0;
                for (; !stop.get(); calls++) hot.call(Counter::next);
                return calls;
            }));
        for (int swap = 1; swap <= 300; swap++) {
            Counter next = new Counter();
            if (startFirst) hot.bind(-swap, next);
            hot.unbind(1 - swap);
            now.ended.set(true);
            if (!startFirst) hot.bind(-swap, next);
            now = next;
        }
        stop.set(true);
        long calls = 0;
        for (Future<Long> caller : callers) calls += caller.get(30, TimeUnit.SECONDS);
        assertThat(hot.call(Counter::next)).isEqualTo(calls + 1);
        assertThat(hot.handovers()).isEqualTo(300);
        assertThat(hot.lostStates()).isZero();
    }

    @Test
    void from_one_without_a_memory_calls_go_over_at_once_while_its_last_call_still_runs() throws Exception {
        HotReference<Supplier<String>> plain = new HotReference<>("a word", Duration.ofSeconds(10), Trait.STATEFUL);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        plain.bind(2, () -> {
            running.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "old";
        });
        Future<String> last = threads.submit(() -> plain.call(Supplier::get));
        running.await();
        plain.bind(1, () -> "new");
        Future<?> leaving = threads.submit(() -> plain.unbind(2));

        await().until(() -> plain.serves(1));
        assertThat(plain.<String>call(Supplier::get)).isEqualTo("new");
        assertThat(leaving).as("the old one is still drained").isNotDone();

        end.countDown();
        leaving.get(5, TimeUnit.SECONDS);
        assertThat(last.get(5, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(plain.overruns() + plain.lostStates()).isZero();
    }

    @Test
    void the_state_goes_to_the_better_one_and_back_when_that_leaves() {
        Counter first = new Counter();
        Counter better = new Counter();
        hot.bind(1, first);
        hot.call(Counter::next);

        hot.bind(2, better);
        assertThat(hot.call(Counter::next)).isEqualTo(2);
        hot.unbind(2);

        assertThat(hot.call(Counter::next)).isEqualTo(3);
        assertThat(first.count).hasValue(3);
    }

    @Test
    void a_state_of_another_version_is_not_guessed_at_and_is_counted_as_lost() {
        hot.bind(2, new Counter() {
            @Override
            public State handOver() {
                return new State("counter", 2, new byte[] {9});
            }
        });
        hot.bind(1, new Counter());
        hot.unbind(2);

        assertThat(hot.call(Counter::next)).isEqualTo(1);
        assertThat(hot.lostStates()).isEqualTo(1);
        assertThat(hot.handovers()).isZero();
    }

    @Test
    void a_provider_that_throws_while_it_hands_over_leaves_all_the_same() {
        hot.bind(2, new Counter() {
            @Override
            public State handOver() {
                throw new IllegalStateException("broken");
            }
        });
        hot.bind(1, new Counter());
        hot.unbind(2);

        assertThat(hot.call(Counter::next)).isEqualTo(1);
        assertThat(hot.lostStates()).isEqualTo(1);
    }

    @Test
    void without_the_trait_nothing_is_handed_over() {
        HotReference<Counter> plain = new HotReference<>("a counter", Duration.ZERO);
        plain.bind(2, new Counter());
        plain.call(Counter::next);
        plain.bind(1, new Counter());
        plain.unbind(2);

        assertThat(plain.call(Counter::next)).isEqualTo(1);
    }

    @Test
    void a_state_keeps_to_its_limits() {
        assertThatThrownBy(() -> new Handover.State(" ", 1, new byte[0])).hasMessageContaining("of what");
        assertThatThrownBy(() -> new Handover.State("x", 0, new byte[0])).hasMessageContaining("no version 0");
        byte[] content = {1};
        Handover.State state = new Handover.State("x", 1, content);
        content[0] = 2;
        assertThat(state.content()).containsExactly(1);
        assertThat(state).hasToString("x version 1, 1 bytes");
    }
}
