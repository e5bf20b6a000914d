package io.x0tta6bl4.knowledge.provider.mvstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;

/**
 * Copies what lives in the store to a new file that then takes the place of the old one, because a file that is only
 * appended to grows with every commit. Killed at any point, either the old file is there or the new one, whole.
 */
final class Rewrite {
    private static final int ENTRIES_PER_COMMIT = 1_000;

    private Rewrite() {}

    /** Whether the file has grown beyond what it may. */
    static boolean worthwhile(Session session, Store.Growth growth) {
        FileStore<?> file = session.store().getFileStore();
        if (file.size() <= growth.slackBytes()) return false;
        long live = file.size() * file.getFillRate() / 100 * file.getChunksFillRate() / 100;
        return file.size() > growth.slackBytes() + growth.times() * live;
    }

    /**
     * Rewrites the store and closes it.
     *
     * @return false, with the store still open and nothing changed, when it would take longer than the limit
     */
    static boolean run(Session old, Path file, Session.Disk disk, long limitNanos) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".rewrite");
        Files.deleteIfExists(next);
        Session fresh = Session.open(next, disk, false);
        try {
            if (!copy(old, fresh, System.nanoTime() + limitNanos)) return false;
            fresh.store().close();
            old.store().closeImmediately();
            replace(next, file);
            return true;
        } finally {
            fresh.store().closeImmediately();
            Files.deleteIfExists(next);
        }
    }

    private static boolean copy(Session from, Session to, long deadline) {
        for (int i = 0; i < from.maps().size(); i++)
            if (!copy(from.maps().get(i), to.maps().get(i), to, deadline)) return false;
        to.commit();
        return true;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> boolean copy(MVMap<K, V> from, MVMap<?, ?> to, Session target, long deadline) {
        MVMap<K, V> copy = (MVMap<K, V>) to;
        Cursor<K, V> cursor = from.cursor(null);
        for (int count = 1; cursor.hasNext(); count++) {
            K key = cursor.next();
            copy.append(key, cursor.getValue());
            if (count % ENTRIES_PER_COMMIT != 0) continue;
            target.store().commit();
            if (System.nanoTime() - deadline > 0) return false;
        }
        target.store().commit();
        return true;
    }

    /** Puts a whole, forced file in the place of another in one step. */
    static void replace(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.getParent());
    }

    /** Makes the names in a directory durable, where the platform can. */
    static void force(Path directory) {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory; there the rename itself is durable
        }
    }
}
