package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tracks of a scene by node and measure, one statistic each, with their deviations. */
final class Measured {
    private record Key(String node, Measure measure, String peer) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::node).thenComparing(Key::measure).thenComparing(Key::peer);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Key, List<Track>> tracks = new TreeMap<>();
    private final Map<Track, Deviation> deviations = new java.util.IdentityHashMap<>();
    private final Map<Track, Deviation> falls = new java.util.IdentityHashMap<>();
    private final Scene scene;
    private final Tuning tuning;
    private final int quiet;

    Measured(Scene scene, Tuning tuning) {
        this.scene = scene;
        this.tuning = tuning;
        String wanted = scene.alert().map(Scene.Alert::statistic).orElse("");
        for (Track track : scene.tracks())
            tracks.computeIfAbsent(key(track), k -> new ArrayList<>()).add(track);
        Comparator<Track> order =
                Comparator.comparingInt((Track t) -> rank(t.name(), wanted)).thenComparing(Track::name);
        tracks.values().forEach(list -> list.sort(order));
        this.quiet = quietRows();
    }

    private static Key key(Track track) {
        return new Key(track.node(), track.measure(), track.peer().orElse(""));
    }

    /** Averages add up along calls; of the others the middle ones are steadier than the tails. */
    private static int rank(String name, String wanted) {
        String text = name.toLowerCase(Locale.ROOT);
        if (text.matches(".*(average|mean|avg).*")) return 0;
        if (!wanted.isEmpty() && text.contains(wanted.toLowerCase(Locale.ROOT))) return 1;
        if (text.contains("50")) return 2;
        if (text.contains("90")) return 3;
        return 4;
    }

    /** The rows of the incident in which the alerting node was still well; at least two rows are left to the incident. */
    private int quietRows() {
        if (scene.alert().isEmpty()) return 0;
        Scene.Alert alert = scene.alert().get();
        Optional<Track> track = first(alert.node(), alert.measure());
        if (track.isEmpty()) return 0;
        double[] since = track.get().since();
        double base = Numbers.median(track.get().before());
        double most = 0;
        for (double value : since) if (value - base > most) most = value - base;
        int rows = 0;
        while (rows < since.length - 2 && !(since[rows] - base > 0.3 * most)) rows++;
        return most > 0 ? rows : 0;
    }

    int quiet() {
        return quiet;
    }

    Optional<Track> first(String node, Measure measure) {
        return first(node, measure, "");
    }

    Optional<Track> first(String node, Measure measure, String peer) {
        return tracks.getOrDefault(new Key(node, measure, peer), List.of()).stream()
                .findFirst();
    }

    List<Track> all(String node, Measure measure) {
        return tracks.getOrDefault(new Key(node, measure, ""), List.of());
    }

    List<Track> byPeer(String node, Measure measure) {
        List<Track> found = new ArrayList<>();
        for (Map.Entry<Key, List<Track>> entry : tracks.entrySet()) {
            Key key = entry.getKey();
            if (key.node.equals(node) && key.measure == measure && !key.peer.isEmpty())
                found.add(entry.getValue().getFirst());
        }
        return found;
    }

    Deviation deviation(Track track) {
        return deviations.computeIfAbsent(track, t -> Deviation.of(t, quiet, scene.contiguous(), tuning));
    }

    double surprise(Optional<Track> track) {
        return track.map(t -> deviation(t).surprise()).orElse(0.0);
    }

    /** How far a track fell. */
    Deviation fall(Track track) {
        return falls.computeIfAbsent(
                track,
                t -> Deviation.of(
                        new Track(t.node(), t.peer(), t.measure(), t.name(), negative(t.before()), negative(t.since())),
                        quiet,
                        scene.contiguous(),
                        tuning));
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    /** Present in nearly all rows before and in none since. */
    boolean fellSilent(Track track) {
        double[] before = track.before();
        double[] since = track.since();
        if (before.length < Tuning.FEW || since.length - quiet < 2) return false;
        return Numbers.present(before).length > 0.95 * before.length
                && Numbers.present(Arrays.copyOfRange(since, quiet, since.length)).length == 0;
    }

    /** Absent or zero in all rows before and at work in two rows since. */
    boolean isNew(Track track) {
        return track.before().length >= Tuning.FEW
                && Arrays.stream(track.before()).noneMatch(v -> v > 0)
                && Arrays.stream(track.since()).filter(v -> v > 0).count() >= 2;
    }
}
