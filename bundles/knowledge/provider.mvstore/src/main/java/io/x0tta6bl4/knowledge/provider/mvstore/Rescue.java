package io.x0tta6bl4.knowledge.provider.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * Copies what can be read of a store with damaged pages: of the journal every readable entry under its own number (a missing
 * one breaks the chain there, which is for people to judge), of the other maps all up to the damage; the index by incident is
 * made anew from the entries.
 */
final class Rescue {
    private static final int ENTRIES_PER_COMMIT = 1_000;

    private Rescue() {}

    /** Leaves the copy, closed and on the disk, at {@code candidate}; returns what could not be copied, in words. */
    static List<String> run(Session damaged, Path candidate, Session.Disk disk) throws IOException {
        Files.deleteIfExists(candidate);
        Session copy = Session.open(candidate, disk, false);
        try {
            List<String> missing = new ArrayList<>();
            entries(damaged, copy).ifPresent(missing::add);
            strings("experience", damaged.experience(), copy.experience()).ifPresent(missing::add);
            strings("process ledger", damaged.ledger(), copy.ledger()).ifPresent(missing::add);
            strings("index of baselines", damaged.baselines(), copy.baselines()).ifPresent(missing::add);
            copy.commit();
            return missing;
        } finally {
            copy.store().closeImmediately();
        }
    }

    private static Optional<String> entries(Session from, Session to) {
        JournalMaps source = new JournalMaps(from);
        JournalMaps target = new JournalMaps(to);
        Codec codec = new Codec();
        long last = source.last();
        long copied = 0;
        for (long sequence = 1; sequence <= last; sequence++) {
            Optional<Link> link = Chain.read(source::text, sequence);
            if (link.isEmpty()) continue;
            target.put(sequence, codec.field(link.get().json(), "incident").orElse(""), link.get());
            if (++copied % ENTRIES_PER_COMMIT == 0) to.store().commit();
        }
        return copied == last
                ? Optional.empty()
                : Optional.of((last - copied) + " of " + last + " journal entries could not be read");
    }

    private static Optional<String> strings(String name, MVMap<String, String> from, MVMap<String, String> to) {
        try {
            for (Cursor<String, String> cursor = from.cursor(null); cursor.hasNext(); ) {
                String key = cursor.next();
                to.put(key, cursor.getValue());
            }
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of("Only " + to.size() + " entries of the " + name + " could be read");
        }
    }
}
