package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory that belongs to one running node alone.
 *
 * <p>The operating system holds the lock for as long as the process lives, so a node that was killed leaves nothing to
 * clean up. The lock file itself stays: deleting it would let two nodes hold locks on two files of one name.
 */
final class DataDirectory implements AutoCloseable {

    private static final String OWNER_ONLY = "rwx------";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Creates the directory where needed and locks it, or says who holds it. */
    static DataDirectory open(Path path) throws Refusal {
        create(path);
        Path lock = path.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            if (held == null) {
                String holder = read(channel);
                channel.close();
                throw Refusal.failure("The data directory " + path + " belongs to a node that is running"
                        + (holder.isEmpty() ? "" : " (pid " + holder + ")")
                        + ". Stop that node, or give this one its own with --data DIR.");
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw Refusal.failure(
                    "The data directory " + path + " cannot be used: its lock cannot be written, " + Words.of(e) + ".");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void create(Path path) throws Refusal {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            requireOurs(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
            Files.createDirectories(path.resolve("log"));
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw Refusal.failure("The data directory " + path + " cannot be made: " + e.getMessage() + " is a file.");
        } catch (IOException e) {
            throw Refusal.failure("The data directory " + path + " cannot be written: " + Words.of(e) + owner(path)
                    + ". Give one that this user may write with --data DIR.");
        }
    }

    /** Whose the nearest directory is and who asked: the mistake most made with a volume of the host. */
    private static String owner(Path path) {
        Path nearest = path.toAbsolutePath();
        while (nearest.getParent() != null && !Files.exists(nearest)) nearest = nearest.getParent();
        try {
            Object owner = Files.getAttribute(nearest, "unix:uid");
            Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return owner.equals(own) ? "" : "; " + nearest + " belongs to user " + owner + ", and this is user " + own;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "";
        }
    }

    /** A directory with other people's files in it must not be closed to everybody else by a mistyped option. */
    private static void requireOurs(Path path) throws IOException, Refusal {
        if (!Files.isWritable(path)) {
            throw Refusal.failure("The data directory " + path + " cannot be written by this user" + owner(path)
                    + ". Give one that can with --data DIR.");
        }
        if (Files.exists(path.resolve("lock"))) {
            return;
        }
        try (var children = Files.list(path)) {
            if (children.findAny().isPresent()) {
                throw Refusal.failure("The directory " + path + " is neither empty nor the data directory of a node."
                        + " Give an empty or a new one with --data DIR.");
            }
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }
}
