package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.reading.DocumentReader;
import io.x0tta6bl4.rag.provider.lucene.reading.Limits;
import io.x0tta6bl4.rag.provider.lucene.reading.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Takes in a file, or what is below a folder: what is new, what changed, and what has gone. */
final class FolderIntake {
    private static final int MOST_FILES = 200_000;
    private static final long LARGE = 4L * 1024 * 1024;
    private static final long COMMIT_NANOS = 5_000_000_000L;

    private final Shelf shelf;
    private final Intake intake;
    private final Embedder embedder;
    private final Map<String, String> metadata;
    private final Work work;
    private final BiFunction<String, Map<String, String>, String> remarks;
    private final Map<String, String> known;
    private Path root = Path.of("/");
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong read = new AtomicLong();
    private volatile long committed = System.nanoTime();

    FolderIntake(
            Shelf shelf,
            Intake intake,
            Embedder embedder,
            Map<String, String> metadata,
            Work work,
            BiFunction<String, Map<String, String>, String> remarks)
            throws IOException {
        this.shelf = shelf;
        this.intake = intake;
        this.embedder = embedder;
        this.metadata = metadata;
        this.work = work;
        this.remarks = remarks;
        this.known = shelf.index().documents();
    }

    String take(Path path) throws IOException {
        root = path;
        boolean folder = Files.isDirectory(path);
        List<Path> files = folder ? below(path) : List.of(path);
        long all = 0;
        for (Path file : files) all += size(file);
        work.all(Math.max(1, all / 1024));
        String model = embedder.model()
                .orElseThrow(() -> new Intake.NoModel(
                        "nothing was taken in: the model " + Embedder.MODEL + " does not serve; ml:list says why"));
        try (Crew crew = new Crew(Intake.WORKERS)) {
            for (Path file : files) {
                if (work.cancelled()) break;
                crew.take(() -> {
                    work.says("reads " + file);
                    long told = one(file, model);
                    work.done(read.addAndGet(size(file) - told) / 1024);
                });
            }
            crew.end();
        } finally {
            shelf.commit();
        }
        int gone = folder && !work.cancelled() ? gone(path, files) : 0;
        if (added.get() > 0 && !work.cancelled()) settle();
        return (added + " documents taken in, " + unchanged + " unchanged, " + gone + " removed, " + refused
                        + " refused")
                + (work.cancelled() ? "; cancelled before the end" : "");
    }

    private void settle() {
        work.says("brings the index into one part");
        String remark = shelf.settle();
        if (!remark.isEmpty()) work.complain(remark);
    }

    /** What has gone meanwhile has no size; whether it can be read is told of each. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(f -> DocumentReader.ENDINGS.contains(DocumentReader.ending(f)))
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES)
                throw new IOException(folder + " holds more than " + MOST_FILES + " documents");
            return files;
        }
    }

    /** Returns how many bytes of the file were told as done already. */
    private long one(Path file, String model) throws IOException {
        String id = file.toString();
        AtomicLong told = new AtomicLong();
        try {
            if (Files.isSymbolicLink(file) && !inside(file))
                throw new Unreadable("it is a link to what stands elsewhere (" + file.toRealPath() + "); add that");
            if (!DocumentReader.ENDINGS.contains(DocumentReader.ending(file)))
                throw new Unreadable("files read are those that end in "
                        + DocumentReader.ENDINGS.stream().sorted().toList());
            String digest = intake.digest(sha256(file), metadata);
            if ((digest + "@" + model).equals(known.get(id))) {
                unchanged.incrementAndGet();
                return 0;
            }
            Source source = intake.store(shelf.sources(), id, "", metadata, digest, reading(file, told));
            shelf.shelve(source);
            added.incrementAndGet();
            String remark = remarks.apply(id, source.metadata());
            if (!remark.isEmpty()) work.complain(id + ": " + remark);
            if (System.nanoTime() - committed > COMMIT_NANOS) {
                shelf.commit();
                committed = System.nanoTime();
            }
        } catch (GivenUp e) {
            work.complain(id + ": reading it was cancelled");
        } catch (Unreadable e) {
            refused.incrementAndGet();
            work.complain(id + ": " + e.getMessage());
        } catch (java.nio.file.AccessDeniedException | java.nio.file.NoSuchFileException e) {
            refused.incrementAndGet();
            work.complain(id + ": it cannot be opened (" + e.getClass().getSimpleName() + ")");
        }
        return told.get();
    }

    /** A large one is read twice: what it holds too much of is known before hours of embedding, and how far it is as well. */
    private Intake.Reading reading(Path file, AtomicLong told) throws IOException, Unreadable {
        Intake.Reading whole = (reader, out) -> reader.read(file, new Limits(work::cancelled), chunk -> {
            if (work.cancelled()) throw new UncheckedIOException(new GivenUp());
            out.accept(chunk);
        });
        long size = size(file);
        if (size < LARGE) return whole;
        work.says("measures " + file);
        long each = size / Math.max(1, intake.count(whole));
        work.says("reads " + file);
        return (reader, out) -> whole.read(reader, chunk -> {
            out.accept(chunk);
            told.addAndGet(each);
            work.done(read.addAndGet(each) / 1024);
        });
    }

    /** Nobody waits for the document any more; nothing of it is kept. */
    private static final class GivenUp extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** What a link leads to is read where it stands, under its own name, or not at all. */
    private boolean inside(Path file) throws IOException {
        return file.toRealPath().startsWith(root.toRealPath());
    }

    private int gone(Path folder, List<Path> files) throws IOException {
        Set<String> there = new HashSet<>();
        for (Path file : files) there.add(file.toString());
        int gone = 0;
        String below = folder + "/";
        for (String id : known.keySet()) if (id.startsWith(below) && !there.contains(id)) gone += shelf.remove(id);
        return gone;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
