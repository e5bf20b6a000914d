package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations of one element. A second sensor on the same signal has a key of its own ({@code signal@sensor}); when
 * the two disagree about health, neither is believed.
 */
final class ElementView {
    private static final String OPPOSITE = " says the opposite";

    private static final int FEW = 4;

    /** From so many signals on they are found by hash; looking through fewer is cheaper. */
    private static final int MANY = 32;

    /** Frozen maps share it: it is replaced when it grows, and no place in it is ever written twice. */
    private String[] keys = new String[FEW];

    private Observation[] latest = new Observation[FEW];
    private int size;
    private @Nullable Repeats repeats;
    private int instruments;
    private @Nullable Map<String, Integer> places;
    private @Nullable Map<String, Repeats> instrumentsByName;
    private Duration freshFor;
    private long due;
    private boolean silent;

    ElementView(Duration freshFor) {
        this.freshFor = freshFor;
    }

    void freshFor(Duration limit) {
        freshFor = limit;
    }

    /**
     * Takes the next observation and returns it as judged; null when its sensor has said something newer already. What a
     * sensor said of the future holds nothing up, and what arrives too old to speak for the present is stale from the start.
     */
    @Nullable
    Observation take(Observation said, Instant now, Brakes.Plausibility setting) {
        Observation next = Plausibility.judge(said, now, setting, this);
        int place = place(next);
        if (place < size
                && next.at().isBefore(latest[place].at())
                && !latest[place].at().isAfter(now)) return null;
        Observation aged = next.quality() == Quality.GOOD && old(next, now) ? stale(next) : next;
        Observation judged = setting.on() ? compare(aged, place) : aged;
        put(place, judged);
        return judged;
    }

    /** The instrument that the observation comes from. */
    Repeats repeats(Observation observation) {
        if (instruments > MANY && instrumentsByName == null) instrumentsByName = Repeats.byName(repeats);
        Repeats known = instrumentsByName == null
                ? Repeats.find(repeats, observation.signal(), observation.sensor())
                : instrumentsByName.get(Repeats.name(observation.signal(), observation.sensor()));
        if (known != null) return known;
        Repeats fresh = new Repeats(observation.signal(), observation.sensor(), repeats);
        repeats = fresh;
        instruments++;
        if (instrumentsByName != null)
            instrumentsByName.put(Repeats.name(observation.signal(), observation.sensor()), fresh);
        return fresh;
    }

    /** Where the observation belongs; {@code size} when it is the first of its kind. */
    private int place(Observation next) {
        int primary = find(next.signal());
        if (primary == size || latest[primary].sensor().equals(next.sensor())) return primary;
        return find(other(next));
    }

    private static String other(Observation next) {
        return next.signal() + "@" + next.sensor();
    }

    private int find(String key) {
        if (places != null) return places.getOrDefault(key, size);
        for (int i = 0; i < size; i++) if (keys[i].equals(key)) return i;
        return size;
    }

    private void put(int place, Observation judged) {
        if (place == size) {
            String key = find(judged.signal()) == size ? judged.signal() : other(judged);
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
                latest = Arrays.copyOf(latest, 2 * size);
            }
            keys[size++] = key;
            index(key);
        }
        latest[place] = judged;
    }

    private void index(String added) {
        if (places != null) {
            places.put(added, size - 1);
        } else if (size > MANY) {
            Map<String, Integer> all = new HashMap<>();
            for (int i = 0; i < size; i++) all.put(keys[i], i);
            places = all;
        }
    }

    /** Whether it no longer speaks for the present. */
    private boolean old(Observation observation, Instant now) {
        // most are young, and whole seconds are cheaper to compare than instants are to make
        if (now.getEpochSecond() - observation.at().getEpochSecond() < freshFor.toSeconds()) return false;
        return observation.at().isBefore(now.minus(freshFor));
    }

    private static Observation stale(Observation observation) {
        return observation.doubted(Quality.STALE, "nothing new since " + observation.at());
    }

    private Observation compare(Observation next, int place) {
        if (health(next) == null || !credible(next)) return next;
        for (int i = 0; i < size; i++) {
            Observation other = latest[i];
            if (i == place || !other.signal().equals(next.signal())) continue;
            if (!opposite(next, other)) continue;
            latest[i] = other.doubted(Quality.DOUBTFUL, "sensor " + next.sensor() + OPPOSITE);
            return next.doubted(Quality.DOUBTFUL, "sensor " + other.sensor() + OPPOSITE);
        }
        return next;
    }

    private static boolean opposite(Observation one, Observation other) {
        if (!credible(one) || !credible(other)) return false;
        Boolean mine = health(one);
        Boolean theirs = health(other);
        return mine != null && theirs != null && !mine.equals(theirs);
    }

    /** Whether it counts as an opinion: not what is too old, nor what cannot be true by itself. */
    private static boolean credible(Observation observation) {
        return observation.quality() == Quality.GOOD || observation.doubt().endsWith(OPPOSITE);
    }

    /** TRUE when the observation says healthy, FALSE when it says sick, null when it says nothing about health. */
    static @Nullable Boolean health(Observation observation) {
        Set<String> healthy = Signals.HEALTHY_STATES.get(observation.signal());
        if (healthy == null || !(observation.reading() instanceof Reading.State state)) return null;
        return healthy.contains(state.value());
    }

    /** The latest observations with their quality as of now. */
    LatestSignals freeze(Instant now) {
        silent = false;
        due = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if (latest[i].quality() != Quality.STALE && old(latest[i], now)) latest[i] = stale(latest[i]);
            if (latest[i].quality() == Quality.STALE) silent = true;
            else due = Math.min(due, latest[i].at().getEpochSecond() + freshFor.toSeconds());
        }
        return new LatestSignals(keys, Arrays.copyOf(latest, size));
    }

    /**
     * Forgets what sensors said that have left, where another one still speaks on the same signal; true when there was such a
     * word. The only word on a signal stays and grows old, so that it is said that nobody looks any more.
     */
    boolean forget(Set<String> gone) {
        List<Observation> kept = new ArrayList<>(size);
        for (int i = 0; i < size; i++)
            if (!gone.contains(latest[i].sensor()) || !another(latest[i].signal(), gone)) kept.add(latest[i]);
        if (kept.size() == size) return false;
        keys = new String[FEW];
        latest = new Observation[FEW];
        size = 0;
        places = null;
        for (Observation observation : kept) put(place(observation), observation);
        return true;
    }

    private boolean another(String signal, Set<String> gone) {
        for (int i = 0; i < size; i++)
            if (latest[i].signal().equals(signal) && !gone.contains(latest[i].sensor())) return true;
        return false;
    }

    void save(NotesWriter out) {
        out.count(size);
        for (int i = 0; i < size; i++) out.observation(latest[i]);
        Repeats.save(out, repeats);
    }

    void restore(NotesReader in) {
        int saved = in.count();
        for (int i = 0; i < saved; i++) {
            Observation read = in.observation(); // its key follows from the order, as when it was first put
            put(place(read), read);
        }
        repeats = Repeats.restore(in);
        instruments = Repeats.byName(repeats).size();
    }

    /** The second from which on something may have grown old since it was frozen; the largest number when nothing will. */
    long due() {
        return due;
    }

    /** Whether something was stale when it was frozen. */
    boolean silent() {
        return silent;
    }
}
