package io.x0tta6bl4.rag.provider.lucene.index;

import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The documents of a collection, one file each, with their vectors: from these the index can be made again without asking the
 * model. A file is written beside, forced to disk and then moved into its place; its end says that it is whole.
 */
public final class SourceFiles {
    private static final int MAGIC = 0x78305247;
    private static final int FORMAT = 2;
    /** Without the sections of a chunk. */
    private static final int OLD = 1;

    private static final int LONGEST = 64 * 1024 * 1024;
    private static final String ENDING = ".source";

    private final Path directory;

    public SourceFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (Stream<Path> found = Files.list(directory)) {
            // what a process that was killed had begun
            for (Path part : found.filter(f -> f.toString().endsWith(".part")).toList()) Files.delete(part);
        }
    }

    private Path file(String id) {
        return directory.resolve(sha256(id.getBytes(StandardCharsets.UTF_8)).substring(0, 40) + ENDING);
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }

    /** Begins a document; it is there when {@link Writer#finish} has returned, and not at all before. */
    public Writer begin(String id) throws IOException {
        return new Writer(Files.createTempFile(directory, "document", ".part"), file(id));
    }

    /** A document being written. */
    public static final class Writer implements AutoCloseable {
        private final Path part;
        private final Path whole;
        private final CRC32 sum = new CRC32();
        private final DataOutputStream out;
        private int chunks;

        private Writer(Path part, Path whole) throws IOException {
            this.part = part;
            this.whole = whole;
            this.out = new DataOutputStream(
                    new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), sum));
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
        }

        public void add(StoredChunk stored) throws IOException {
            out.writeByte(1);
            Chunk chunk = stored.chunk();
            text(out, chunk.text());
            text(out, chunk.heading());
            out.writeInt(chunk.line());
            out.writeInt(chunk.lastLine());
            out.writeInt(stored.vector().length);
            for (float value : stored.vector()) out.writeFloat(value);
            out.writeInt(chunk.sections().size());
            for (Chunk.Section section : chunk.sections()) {
                out.writeInt(section.line());
                text(out, section.heading());
            }
            chunks++;
        }

        /** What is known of the document comes last: a reader knows its title at its end. */
        public void finish(Source source) throws IOException {
            out.writeByte(2);
            text(out, source.id());
            text(out, source.title());
            text(out, source.unit());
            text(out, source.digest());
            text(out, source.model());
            out.writeInt(source.metadata().size());
            for (Map.Entry<String, String> entry : source.metadata().entrySet()) {
                text(out, entry.getKey());
                text(out, entry.getValue());
            }
            out.writeInt(chunks);
            out.flush();
            out.writeLong(sum.getValue());
            out.close();
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Takes a chunk of a document that is read. */
    @FunctionalInterface
    public interface Taker {
        void take(StoredChunk chunk) throws IOException;
    }

    /** Reads a document; what is not whole fails, and what was handed on until then is to be dropped. */
    public Source read(Path file, Taker taker) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream content = Files.newInputStream(file);
                DataInputStream in =
                        new DataInputStream(new CheckedInputStream(new BufferedInputStream(content, 1 << 16), sum))) {
            if (in.readInt() != MAGIC) throw new IOException(file + " is no document of a library");
            int format = in.readInt();
            if (format != FORMAT && format != OLD)
                throw new IOException(file + " has format " + format + ", read here is " + FORMAT);
            int chunks = 0;
            for (; in.readByte() == 1; chunks++) taker.take(chunk(in, format));
            Source source = source(in);
            if (in.readInt() != chunks) throw new IOException(file + " has lost chunks");
            long found = sum.getValue();
            if (in.readLong() != found) throw new IOException(file + " is damaged: its check sum is wrong");
            return source;
        }
    }

    private static StoredChunk chunk(DataInputStream in, int format) throws IOException {
        String text = text(in);
        String heading = text(in);
        int line = in.readInt();
        int lastLine = in.readInt();
        int dimension = in.readInt();
        if (dimension < 1 || dimension > 4096) throw new IOException("a vector of " + dimension + " numbers");
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) vector[i] = in.readFloat();
        return new StoredChunk(
                new Chunk(text, heading, line, lastLine, format == OLD ? java.util.List.of() : sections(in)), vector);
    }

    private static java.util.List<Chunk.Section> sections(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > 10_000) throw new IOException("a chunk of " + size + " sections");
        java.util.List<Chunk.Section> sections = new java.util.ArrayList<>();
        for (int i = 0; i < size; i++) sections.add(new Chunk.Section(in.readInt(), text(in)));
        return sections;
    }

    private static Source source(DataInputStream in) throws IOException {
        String id = text(in);
        String title = text(in);
        String unit = text(in);
        String digest = text(in);
        String model = text(in);
        int size = in.readInt();
        if (size < 0 || size > 10_000) throw new IOException("metadata of " + size + " keys");
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < size; i++) metadata.put(text(in), text(in));
        return new Source(id, title, unit, metadata, digest, model);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST) throw new IOException("a text of " + length + " bytes");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new java.io.EOFException("a text ends early");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The document of this id, if it is stored. */
    public Optional<Path> find(String id) {
        return Optional.of(file(id)).filter(Files::isRegularFile);
    }

    /** Every document stored. */
    public java.util.List<Path> all() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    public void remove(String id) throws IOException {
        Files.deleteIfExists(file(id));
    }
}
