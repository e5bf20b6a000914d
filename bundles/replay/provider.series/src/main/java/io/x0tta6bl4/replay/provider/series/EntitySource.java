package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.replay.api.BadInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entities as elements and their columns as signals, all of them on one clock, a minute a row. */
record EntitySource(List<Feed> feeds) implements BackTest.Source {
    /** The files of an entity in order, and the signal of each column, empty for one that nobody watches. */
    record Feed(ElementId element, List<Path> files, List<Optional<String>> signals) {}

    static EntitySource of(Inputs inputs, List<EntitiesReplay.Entity> entities, Watching watching) throws BadInput {
        List<Feed> feeds = new ArrayList<>();
        List<String> columns = List.of();
        for (EntitiesReplay.Entity entity : entities) {
            Optional<ElementId> element = watching.element(entity.name());
            columns = columns(entity.train());
            if (element.isEmpty()) continue;
            List<Optional<String>> signals = columns.stream()
                    .map(column -> watching.signal(element.get(), column))
                    .toList();
            if (signals.stream().anyMatch(Optional::isPresent))
                feeds.add(new Feed(element.get(), List.of(entity.train(), entity.test()), signals));
        }
        if (feeds.isEmpty())
            throw new BadInput("No entity below " + inputs.root() + " is watched by the watch file. An entity is an"
                    + " element of the same name, a column a signal by its name in the header, or by its number from 0;"
                    + " found is " + entities.getLast().name() + "/" + columns.getFirst() + ", watched are: "
                    + watching.words());
        return new EntitySource(feeds);
    }

    private static List<String> columns(Path file) throws BadInput {
        Rows rows = new Rows();
        try (Rows.Open open = rows.open(file)) {
            open.next();
            return rows.names();
        }
    }

    /** Rows of one entity, file after file. */
    private static final class Cursor implements AutoCloseable {
        private final Feed feed;
        private final Rows rows = new Rows();
        private int file;
        private Rows.Open open;

        Cursor(Feed feed) throws BadInput {
            this.feed = feed;
            this.open = rows.open(feed.files().getFirst());
        }

        Optional<double[]> next() throws BadInput {
            Optional<double[]> row = open.next();
            while (row.isEmpty() && ++file < feed.files().size()) {
                open.close();
                open = rows.open(feed.files().get(file));
                row = open.next();
            }
            return row;
        }

        @Override
        public void close() {
            open.close();
        }
    }

    @Override
    public long read(Recording.Tick tick) throws BadInput {
        List<Cursor> cursors = new ArrayList<>();
        try {
            for (Feed feed : feeds) cursors.add(new Cursor(feed));
            long step = 0;
            for (boolean any = true; any; step++) {
                Instant at = Instant.EPOCH.plusSeconds(step * EntitiesReplay.STEP_SECONDS);
                List<Observation> observations = new ArrayList<>();
                any = false;
                for (Cursor cursor : cursors) any |= observe(cursor, at, observations);
                if (any) tick.take(at, observations);
            }
            return step - 1;
        } finally {
            cursors.forEach(Cursor::close);
        }
    }

    private static boolean observe(Cursor cursor, Instant at, List<Observation> observations) throws BadInput {
        Optional<double[]> row = cursor.next();
        if (row.isEmpty()) return false;
        for (int c = 0; c < row.get().length; c++) {
            Optional<String> signal = cursor.feed.signals().get(c);
            double value = row.get()[c];
            if (signal.isPresent() && Double.isFinite(value))
                observations.add(Watching.observation(cursor.feed.element(), signal.get(), value, at));
        }
        return true;
    }
}
