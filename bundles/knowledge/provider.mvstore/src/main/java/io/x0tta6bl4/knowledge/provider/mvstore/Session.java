package io.x0tta6bl4.knowledge.provider.mvstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The store file while it is open, with its maps.
 *
 * <p>The file is only ever appended to (space is not reused): whatever happens to its end, what stands before is whole, and
 * every older commit is a state the store can go back to. {@link Rewrite} keeps it small. There is no background thread:
 * nothing is written but by a commit of ours, and an idle store costs nothing.
 *
 * @param store the open store
 * @param journal entries in the form of {@link Link} by sequence
 * @param incidents sequences by {@code <incident>NUL<sequence in hexadecimal>}
 * @param experience tallies by {@code <cause kind> <command>}
 * @param ledger entries of the process ledger by element
 * @param baselines kept contents by {@code <element> <name>}
 * @param scratch what self-tests write
 */
record Session(
        MVStore store,
        MVMap<Long, String> journal,
        MVMap<String, Long> incidents,
        MVMap<String, String> experience,
        MVMap<String, String> ledger,
        MVMap<String, String> baselines,
        MVMap<String, String> scratch) {
    private static final int CACHE_MEBIBYTES = 2;
    private static final int PAGE_BYTES = 8 * 1024;

    /** Makes the file layer of a store; a test may make one that fails. */
    interface Disk extends Function<Map<String, Object>, SingleFileStore> {}

    static Session open(Path file, Disk disk, boolean readOnly) {
        SingleFileStore layer = disk.apply(new java.util.HashMap<>(Map.of("cacheSize", CACHE_MEBIBYTES)));
        layer.open(file.toString(), readOnly, null);
        try {
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(layer)
                    .autoCommitDisabled()
                    .compress()
                    .pageSplitSize(PAGE_BYTES)
                    .open();
            store.setReuseSpace(false);
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            return of(store).checked();
        } catch (RuntimeException | StackOverflowError e) {
            layer.close(); // the store leaves its file open and locked when opening fails half way
            throw e;
        }
    }

    private static Session of(MVStore store) {
        return new Session(
                store,
                store.openMap(
                        "journal",
                        new MVMap.Builder<Long, String>()
                                .keyType(LongDataType.INSTANCE)
                                .valueType(StringDataType.INSTANCE)),
                store.openMap(
                        "incidents",
                        new MVMap.Builder<String, Long>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(LongDataType.INSTANCE)),
                strings(store, "experience"),
                strings(store, "ledger"),
                strings(store, "baselines"),
                strings(store, "scratch"));
    }

    private static MVMap<String, String> strings(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /** All maps, the journal last. */
    List<MVMap<?, ?>> maps() {
        return List.of(incidents, experience, ledger, baselines, scratch, journal);
    }

    /** Looks at both ends of every map, so that a damaged store is found now and not in the middle of the night. */
    private Session checked() {
        for (MVMap<?, ?> map : maps()) {
            if (map.isEmpty()) continue;
            map.firstKey();
            map.get(map.lastKey());
        }
        return this;
    }

    /** Reads all of every map but the journal, which can be long and names its unreadable entries itself. */
    void readAllButTheJournal() {
        for (MVMap<?, ?> map : maps()) if (map != journal) map.cursor(null).forEachRemaining(key -> {});
    }

    /** Writes what changed and returns when it is on the disk. */
    void commit() {
        store.commit();
        store.sync();
    }

    /** Whether the failure came from the disk and says nothing about what is stored on it. */
    static boolean isFromDisk(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.io.EOFException) return false;
            if (cause instanceof java.io.IOException) return true;
        }
        return failure instanceof MVStoreException e
                && e.getErrorCode() == org.h2.mvstore.DataUtils.ERROR_WRITING_FAILED;
    }
}
