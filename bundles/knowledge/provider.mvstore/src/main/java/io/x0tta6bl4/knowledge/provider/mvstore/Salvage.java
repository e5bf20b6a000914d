package io.x0tta6bl4.knowledge.provider.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Gets out of a damaged store file what stands before the damage.
 *
 * <p>The file is only appended to, so every earlier length of it is an earlier state of the store. This looks for the
 * greatest length that opens, under a fresh header: first backwards in doubling steps, then halving between. The damaged file
 * is only read.
 */
final class Salvage {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BLOCK = 4096;
    private static final int HEADER_BLOCKS = 2;

    private final Path damaged;
    private final Path candidate;
    private final Session.Disk disk;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private Salvage(Path damaged, Path candidate, Session.Disk disk) {
        this.damaged = damaged;
        this.candidate = candidate;
        this.disk = disk;
    }

    /** Leaves at {@code candidate} a store that opens: with all that could be saved, or empty. */
    static void run(Path damaged, Path candidate, Session.Disk disk) throws IOException {
        Files.deleteIfExists(candidate);
        Session.open(candidate, disk, false).store().closeImmediately();
        new Salvage(damaged, candidate, disk).search();
    }

    private void search() throws IOException {
        try (FileChannel from = FileChannel.open(damaged, StandardOpenOption.READ)) {
            long blocks = from.size() / BLOCK;
            long bad = blocks + 1;
            long good = blocks;
            for (long step = 1; good > HEADER_BLOCKS && !opens(from, good); step *= 2) {
                bad = good;
                good = inTime() ? Math.max(HEADER_BLOCKS, good - step) : HEADER_BLOCKS;
            }
            while (bad - good > 1 && inTime()) {
                long middle = (good + bad) / 2;
                if (opens(from, middle)) good = middle;
                else bad = middle;
            }
            shape(from, good);
        }
    }

    private boolean inTime() {
        return System.nanoTime() - deadline < 0;
    }

    private boolean opens(FileChannel from, long blocks) throws IOException {
        shape(from, blocks);
        try {
            Session.open(candidate, disk, true).store().closeImmediately();
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            return false; // not what we look for; the search goes on
        }
    }

    /** Makes the candidate the fresh header and the blocks of the damaged file up to a length. */
    private void shape(FileChannel from, long blocks) throws IOException {
        try (FileChannel to = FileChannel.open(candidate, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = Math.max(blocks, HEADER_BLOCKS) * BLOCK;
            long have = Math.max(to.size(), (long) HEADER_BLOCKS * BLOCK);
            if (have > end) to.truncate(end);
            ByteBuffer buffer = ByteBuffer.allocate(256 * BLOCK);
            for (long at = have; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                while (buffer.hasRemaining() && from.read(buffer, at + buffer.position()) >= 0) {}
                buffer.flip();
                if (buffer.limit() == 0) return;
                for (long position = at; buffer.hasRemaining(); ) position += to.write(buffer, position);
            }
            to.force(true);
        }
    }
}
