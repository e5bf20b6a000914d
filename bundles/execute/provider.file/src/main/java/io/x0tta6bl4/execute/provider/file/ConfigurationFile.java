package io.x0tta6bl4.execute.provider.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A configuration file as it lies on the disk; a symbolic link is followed, so that the link stays and its target changes.
 *
 * @param path its absolute path as the watch file names it
 */
record ConfigurationFile(Path path) {
    private static final int SHORT = 12;

    /** Its content now, empty when there is no such file. */
    Optional<byte[]> content() throws IOException {
        return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    }

    /** Digest of the content now, empty when there is no such file. */
    Optional<String> digest() throws IOException {
        return content().map(ConfigurationFile::digest);
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Where a rejected content is kept, beside the file. */
    Path aside(String digest) {
        return path.resolveSibling(path.getFileName() + ".rejected-" + digest.substring(0, SHORT));
    }

    /**
     * Copies a content aside. The file itself stays where it is until it is replaced in one step, so that there is no
     * moment without it.
     */
    Path keepAside(byte[] content) throws IOException {
        Path aside = aside(digest(content));
        if (!Files.exists(aside)) replace(aside, content);
        return aside;
    }

    /** Replaces the content in one step, durable when it returns; mode and, where allowed, owner stay. */
    void write(byte[] content) throws IOException {
        replace(Files.exists(path) ? path.toRealPath() : path, content);
    }

    private void replace(Path target, byte[] content) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".x0-new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                likeThis(fresh);
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Mode first, so that a secret is never readable by more people than before. */
    private void likeThis(Path fresh) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || !Files.exists(path)) return;
        PosixFileAttributes old = Files.readAttributes(path, PosixFileAttributes.class);
        view.setPermissions(old.permissions());
        try {
            view.setGroup(old.group());
            view.setOwner(old.owner());
        } catch (FileSystemException onlyThePrivilegedMay) {
            // The file then belongs to this node's user, who may read and write it.
        }
    }
}
