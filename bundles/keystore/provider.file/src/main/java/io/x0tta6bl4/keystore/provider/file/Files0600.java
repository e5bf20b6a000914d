package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.TOO_OPEN;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.UNREADABLE;

import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner may read and write; written as a whole or not at all. */
final class Files0600 {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final String TEMPORARY = ".writing";
    private static final long LIMIT = 64L * 1024 * 1024;

    private Files0600() {}

    static void folder(Path folder) {
        try {
            if (Files.notExists(folder))
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            closed(folder, "700");
        } catch (IOException e) {
            throw unreadable("make the folder " + folder, e);
        }
    }

    /** Refuses what others than the owner may touch, with the command that mends it. */
    private static void closed(Path path, String mode) throws IOException {
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        open.removeAll(OWNER_FOLDER);
        if (!open.isEmpty())
            throw new KeyStoreException(
                    TOO_OPEN,
                    "others than the owner may touch " + path + " ("
                            + PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                            + "); mend it with: chmod " + mode + " " + path);
        String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        String self = System.getProperty("user.name");
        if (!owner.equals(self))
            throw new KeyStoreException(
                    TOO_OPEN, path + " belongs to " + owner + "; mend it with: chown " + self + " " + path);
    }

    static byte[] read(Path file) {
        try {
            closed(file, "600");
            if (Files.size(file) > LIMIT)
                throw new KeyStoreException(
                        UNREADABLE, file + " has more than " + LIMIT + " octets, it is no file of ours");
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new KeyStoreException(
                    UNREADABLE, file + " is missing; put it back from a copy, nothing was changed", e);
        } catch (IOException e) {
            throw unreadable("read " + file, e);
        }
    }

    /** Temporary file, fsync, rename, fsync of the folder: a crash leaves the old content or the new one. */
    static void write(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_FILE));
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) channel.write(left);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw unreadable("write " + file, e);
        }
    }

    /** What a crash left behind. */
    static void tidy(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
            for (Path temporary : left) Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw unreadable("tidy " + folder, e);
        }
    }

    private static KeyStoreException unreadable(String what, IOException e) {
        return new KeyStoreException(
                UNREADABLE,
                "could not " + what + ": " + e + "; see that the disk has room and that the folder belongs to the node",
                e);
    }
}
