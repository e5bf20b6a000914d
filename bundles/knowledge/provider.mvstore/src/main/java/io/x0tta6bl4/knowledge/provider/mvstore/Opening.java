package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.provider.mvstore.Mark.Acknowledged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Opens the store file whatever state it is in, without ever destroying what was in it, and says in words what it found.
 */
final class Opening {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Mark mark;
    private final Session.Disk disk;
    private final Instant now;
    private final List<String> notes = new ArrayList<>();

    Opening(Path file, Mark mark, Session.Disk disk, Instant now) {
        this.file = file;
        this.mark = mark;
        this.disk = disk;
        this.now = now;
    }

    /** What happened to the store since it was last closed, one sentence each; empty when nothing did. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Opens the file; throws with words when it is in use, or the disk does not let us. */
    Session open() throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".rewrite"));
        Session session;
        try {
            session = Session.open(file, disk, false);
        } catch (RuntimeException | StackOverflowError e) {
            session = repaired(e);
        }
        return tried(compared(readable(session)));
    }

    private Session repaired(Throwable e) throws IOException {
        if (e instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED)
            throw new StoreInUse(file);
        if (e instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_UNSUPPORTED_FORMAT)
            throw new IllegalStateException(
                    file + " was written by a newer version of the store (" + e.getMessage() + "): use that version");
        if (Session.isFromDisk(e)) throw new IOException("could not open " + file + ": " + words(e), e);
        Path candidate = file.resolveSibling(file.getFileName() + ".salvage");
        Salvage.run(file, candidate, disk);
        swapped(candidate);
        Session session = Session.open(file, disk, false);
        notes.add("The store could not be opened (" + words(e) + "); " + last(session)
                + " journal entries were saved from it");
        return session;
    }

    /** A page may be damaged without the file failing to open: then what can be read is copied, and the index made anew. */
    private Session readable(Session session) throws IOException {
        try {
            session.readAllButTheJournal();
            return session;
        } catch (RuntimeException | StackOverflowError e) {
            if (Session.isFromDisk(e)) throw new IOException("could not read " + file + ": " + words(e), e);
            notes.add("Part of the store could not be read (" + words(e) + ")");
            Path candidate = file.resolveSibling(file.getFileName() + ".salvage");
            notes.addAll(Rescue.run(session, candidate, disk));
            session.store().closeImmediately();
            swapped(candidate);
            return Session.open(file, disk, false);
        }
    }

    /** Puts a sound file in the place of the damaged one, which is kept. */
    private void swapped(Path candidate) throws IOException {
        Path aside = aside();
        try {
            Files.createLink(aside, file);
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.copy(file, aside);
        }
        Rewrite.replace(candidate, file);
        notes.add("The damaged file is kept as " + aside.getFileName());
    }

    /** Compares the store with the mark: what was acknowledged and is not there was lost, and the file is kept as it is. */
    private Session compared(Session session) throws IOException {
        Optional<Acknowledged> marked = mark.read();
        if (marked.isEmpty()) {
            if (last(session) > 0)
                notes.add("The mark of the last acknowledged entry is missing or not whole: whether entries after "
                        + last(session) + " were lost cannot be told");
            return session;
        }
        long lost = marked.get().sequence() - last(session);
        if (lost <= 0) return session;
        Session whole = notes.isEmpty() ? keptAside(session) : session;
        notes.add("The journal was cut at entry " + last(whole) + ", the last whole one: " + lost
                + " acknowledged entries after it were lost, because the end of the store was missing or damaged");
        return whole;
    }

    private Session keptAside(Session session) throws IOException {
        session.store().closeImmediately();
        Path aside = aside();
        Files.copy(file, aside); // only while it is closed: closing any channel of a file releases its lock
        notes.add("The store was not whole. The file as it was found is kept as " + aside.getFileName());
        return Session.open(file, disk, false);
    }

    /** Commits once, so that a store that cannot be written to is found now; a full disk may still be read. */
    private Session tried(Session session) throws IOException {
        try {
            session.scratch().put("opened", now.toString());
            session.commit();
            return session;
        } catch (RuntimeException | StackOverflowError e) {
            session.store().closeImmediately();
            return Session.isFromDisk(e) ? Session.open(file, disk, false) : repaired(e);
        }
    }

    private Path aside() {
        return file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(now));
    }

    private static long last(Session session) {
        return session.journal().isEmpty() ? 0 : session.journal().lastKey();
    }

    /** The innermost message, which is the one people understand. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
