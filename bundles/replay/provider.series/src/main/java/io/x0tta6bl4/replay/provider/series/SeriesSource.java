package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.replay.api.BadInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Series as the signals of elements: {@code <element>/<signal>.csv}, all of them on one clock. */
record SeriesSource(List<Feed> feeds) implements BackTest.Source {
    /** All are open at once. */
    private static final int MOST = 500;

    /** A file, and what it is to the watch files. */
    record Feed(Path file, ElementId element, String signal) {}

    static SeriesSource of(Inputs inputs, Watching watching) throws BadInput {
        Map<String, Feed> feeds = new HashMap<>();
        for (Path file : inputs.files()) {
            String name = inputs.name(file);
            int slash = name.lastIndexOf('/');
            Optional<ElementId> element = watching.element(slash < 0 ? "" : name.substring(0, slash));
            if (element.isEmpty()) continue;
            String base = name.substring(slash + 1, name.length() - ".csv".length());
            Optional<String> signal = watching.signal(element.get(), base);
            if (signal.isEmpty()) continue;
            Feed feed = new Feed(file, element.get(), signal.get());
            Feed twice = feeds.put(feed.element() + "/" + feed.signal(), feed);
            if (twice != null)
                throw new BadInput(twice.file() + " and " + file + " are both " + feed.signal() + " of "
                        + feed.element() + ": take one away");
        }
        if (feeds.isEmpty())
            throw new BadInput("No file below " + inputs.root() + " is watched by the watch file. A series is"
                    + " <element>/<signal>.csv; found is "
                    + inputs.name(inputs.files().getFirst())
                    + ", watched are: " + watching.words());
        if (feeds.size() > MOST)
            throw new BadInput(feeds.size() + " series are watched, at most " + MOST
                    + " can be judged on one clock: give a directory with fewer");
        return new SeriesSource(
                feeds.values().stream().sorted(Comparator.comparing(Feed::file)).toList());
    }

    private static final class Cursor implements AutoCloseable {
        private final Feed feed;
        private final int place;
        private final SeriesFile file;
        private Instant at = Instant.EPOCH;
        private double value;

        Cursor(Feed feed, int place) throws BadInput {
            this.feed = feed;
            this.place = place;
            this.file = new SeriesFile(feed.file());
        }

        /** To the next row; a time that runs back counts as the latest so far. */
        boolean advance() throws BadInput {
            Optional<SeriesFile.Row> row = file.next();
            if (row.isEmpty()) return false;
            if (row.get().at().isAfter(at)) at = row.get().at();
            value = row.get().value();
            return true;
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public long read(Recording.Tick tick) throws BadInput {
        List<Cursor> open = new ArrayList<>();
        try {
            PriorityQueue<Cursor> next = new PriorityQueue<>(
                    Comparator.<Cursor, Instant>comparing(c -> c.at).thenComparingInt(c -> c.place));
            for (Feed feed : feeds) {
                open.add(new Cursor(feed, open.size()));
                if (open.getLast().advance()) next.add(open.getLast());
            }
            long ticks = 0;
            for (; !next.isEmpty(); ticks++) tick(next, tick);
            return ticks;
        } finally {
            open.forEach(Cursor::close);
        }
    }

    private static void tick(PriorityQueue<Cursor> next, Recording.Tick tick) throws BadInput {
        Instant at = next.element().at;
        List<Cursor> now = new ArrayList<>();
        for (Cursor c = next.peek(); c != null && c.at.equals(at); c = next.peek()) now.add(next.remove());
        List<Observation> observations = new ArrayList<>();
        for (Cursor c : now)
            if (Double.isFinite(c.value))
                observations.add(Watching.observation(c.feed.element(), c.feed.signal(), c.value, at));
        tick.take(at, observations);
        for (Cursor c : now) if (c.advance()) next.add(c);
    }
}
