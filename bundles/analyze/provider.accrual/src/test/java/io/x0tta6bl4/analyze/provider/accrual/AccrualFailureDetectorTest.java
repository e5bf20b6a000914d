package io.x0tta6bl4.analyze.provider.accrual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.analyze.api.LinkWatch.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccrualFailureDetectorTest {
    private final AccrualFailureDetector detector = new AccrualFailureDetector();
    private final LinkWatch watch = detector.begin();

    private record Beat(String link, long at) {}

    @Test
    void a_link_that_falls_silent_is_suspected_and_says_for_how_long_it_was_silent() {
        beats("a", 0, 60_000, 1_000);

        List<Change> changes = watch.advance(at(80_000));

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().suspected()).isTrue();
        assertThat(changes.getFirst().at().toEpochMilli()).isBetween(62_500L, 66_900L);
        assertThat(changes.getFirst().reason()).contains("silent for", "every 1000 ms");
    }

    @Test
    void a_heartbeat_ends_a_suspicion() {
        beats("a", 0, 60_000, 1_000);
        watch.advance(at(80_000));

        List<Change> changes = watch.arrival("a", at(81_000));

        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().suspected()).isFalse();
    }

    @Test
    void one_lost_heartbeat_and_then_another_are_no_failure() {
        beats("a", 0, 60_000, 1_000);

        assertThat(watch.arrival("a", at(63_000))).isEmpty();
    }

    @Test
    void a_link_is_judged_by_its_own_rhythm() {
        beats("fast", 0, 60_000, 100);
        List<Change> changes = new ArrayList<>(watch.advance(at(61_000)));
        assertThat(changes).hasSize(1);

        LinkWatch slow = detector.begin();
        for (long t = 0; t <= 3_600_000; t += 60_000) slow.arrival("slow", at(t));
        assertThat(slow.advance(at(3_600_000 + 180_000))).isEmpty();
        assertThat(slow.advance(at(3_600_000 + 420_000))).hasSize(1);
    }

    @Test
    void a_link_with_long_gaps_is_waited_for_longer() {
        long calm = silenceUntilSuspected(false);
        long wild = silenceUntilSuspected(true);

        assertThat(wild).isGreaterThan(calm + 1_000);
    }

    private long silenceUntilSuspected(boolean wild) {
        LinkWatch link = detector.begin();
        long now = 0;
        for (int i = 0; i < 300; i++) {
            now += wild && i % 30 == 29 ? 3_300 : 1_000;
            link.arrival("a", at(now));
        }
        return link.advance(at(now + 60_000)).getFirst().at().toEpochMilli() - now;
    }

    @Test
    void many_that_fall_silent_at_once_are_given_more_time_than_one_alone() {
        LinkWatch crowd = detector.begin();
        LinkWatch one = detector.begin();
        for (long t = 0; t <= 120_000; t += 1_000) {
            one.arrival("a", at(t));
            for (int i = 0; i < 100; i++) crowd.arrival("l" + i, at(t));
        }

        long together = crowd.advance(at(200_000)).getFirst().at().toEpochMilli() - 120_000;
        long single = one.advance(at(200_000)).getFirst().at().toEpochMilli() - 120_000;

        assertThat(together).isBetween(single + 1_000, 8_000L);
    }

    @ParameterizedTest
    @CsvSource({"50,5", "100,5", "250,6", "1000,12", "30000,1.5"})
    void a_link_of_any_rhythm_with_a_heavy_tail_is_seldom_held_for_dead_wrongly(int rhythm, double most) {
        HeartbeatBench.Found heavy =
                HeartbeatBench.run(rhythm, HeartbeatBench.Trouble.HEAVY, Math.max(900, rhythm * 2), 11);

        assertThat(heavy.falseAnHour()).as("false suspicions per link-hour").isLessThan(most);
        assertThat(heavy.missed()).isZero();
        assertThat(heavy.late()).as("seconds").isLessThan(Math.max(1, rhythm / 1e3) * 9);
    }

    @ParameterizedTest
    @CsvSource({"50,1", "100,1.2"})
    void a_fast_link_whose_sender_stands_still_now_and_then_is_known_for_it(int rhythm, double most) {
        HeartbeatBench.Found stalls = HeartbeatBench.run(rhythm, HeartbeatBench.Trouble.STALLS, 1_800, 2);

        assertThat(stalls.falseAnHour()).as("false suspicions per link-hour").isLessThan(most);
        assertThat(stalls.median()).as("seconds").isLessThan(4);
    }

    @Test
    void a_fast_link_without_trouble_is_held_for_dead_within_a_few_of_its_rhythms() {
        HeartbeatBench.Found calm = HeartbeatBench.run(50, HeartbeatBench.Trouble.CALM, 300, 11);

        assertThat(calm.falseAnHour()).isZero();
        assertThat(calm.late()).as("seconds").isLessThan(0.35);
    }

    @Test
    void a_link_that_was_heard_once_or_twice_is_never_judged() {
        watch.arrival("once", at(0));
        watch.arrival("twice", at(0));
        watch.arrival("twice", at(1_000));

        assertThat(watch.advance(at(100_000_000))).isEmpty();
    }

    @Test
    void what_is_said_of_a_moment_depends_on_nothing_later() {
        List<Beat> beats = wildBeats(40, 300);
        List<Change> whole = changes(beats, Long.MAX_VALUE);

        for (long cut = 20_000; cut < 300_000; cut += 33_333) {
            long until = cut;
            List<Change> short_ = changes(beats, until);
            assertThat(short_)
                    .isEqualTo(whole.stream()
                            .filter(c -> c.at().toEpochMilli() <= until)
                            .toList());
        }
        assertThat(whole).isNotEmpty();
    }

    private List<Change> changes(List<Beat> beats, long until) {
        LinkWatch fresh = detector.begin();
        List<Change> changes = new ArrayList<>();
        for (Beat beat : beats) if (beat.at <= until) changes.addAll(fresh.arrival(beat.link, at(beat.at)));
        if (until < Long.MAX_VALUE) changes.addAll(fresh.advance(at(until)));
        return changes;
    }

    private static List<Beat> wildBeats(int links, int seconds) {
        Random random = new Random(42);
        List<Beat> beats = new ArrayList<>();
        for (int link = 0; link < links; link++)
            for (int second = 0; second < seconds; second++) {
                if (random.nextInt(100) < 5 || link % 5 == 0 && second > 200) continue;
                double delay = 50 * Math.pow(1 - random.nextDouble(), -0.6);
                beats.add(new Beat("l" + link, second * 1000L + Math.min(20_000, Math.round(delay))));
            }
        beats.sort(java.util.Comparator.comparingLong(Beat::at));
        return beats;
    }

    @Test
    void time_does_not_go_back() {
        watch.arrival("a", at(1_000));

        assertThatThrownBy(() -> watch.arrival("a", at(999))).hasMessageContaining("time goes back");
    }

    @Test
    void too_many_links_are_refused() {
        for (int i = 0; i < AccrualWatch.MOST_LINKS; i++) watch.arrival("l" + i, at(0));

        assertThatThrownBy(() -> watch.arrival("one more", at(0))).hasMessageContaining("too many");
    }

    @Test
    void a_link_that_was_taken_away_is_not_suspected() {
        beats("a", 0, 60_000, 1_000);
        watch.forget("a");

        assertThat(watch.advance(at(600_000))).isEmpty();
    }

    @Test
    void heartbeats_of_one_moment_do_no_harm() {
        for (int i = 0; i < 100; i++) watch.arrival("a", at(5_000));

        assertThat(watch.advance(at(5_000))).isEmpty();
    }

    @Test
    void the_self_test_passes() {
        assertThat(detector.selfTest().passed()).isTrue();
    }

    private void beats(String link, long from, long to, long every) {
        for (long t = from; t <= to; t += every)
            assertThat(watch.arrival(link, at(t))).isEmpty();
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
