package io.x0tta6bl4.platform.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * The Unix domain socket of the channel: for its owner alone, from its first moment.
 *
 * <p>It is bound in a directory that only the owner can enter, restricted, and moved to its name; that also replaces what a
 * killed node left behind.
 */
final class ExecSocket implements AutoCloseable {
    /** The operating system's limit of a socket's path, in bytes, without the ending zero. */
    private static final int PATH_LIMIT = 107;

    private final Path path;
    private final ServerSocketChannel server;
    private final Object key;
    private final UserPrincipal owner;

    ExecSocket(Path path) throws IOException {
        if (path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > PATH_LIMIT - 10)
            throw new IOException(path + " is too long for a socket; choose a shorter data directory");
        Path parent = path.toAbsolutePath().getParent();
        var onlyOwner = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(onlyOwner));
        Path nursery = Files.createTempDirectory(parent, ".x", PosixFilePermissions.asFileAttribute(onlyOwner));
        Path born = nursery.resolve("s");
        this.path = path;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(born));
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
            this.owner = Files.getOwner(born);
            Files.move(born, path, StandardCopyOption.ATOMIC_MOVE);
            this.key = key(path);
        } catch (IOException | RuntimeException e) {
            server.close();
            Files.deleteIfExists(born);
            throw e;
        } finally {
            Files.deleteIfExists(nursery);
        }
    }

    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /** The user this node runs as, as the operating system wrote it on the socket. */
    UserPrincipal owner() {
        return owner;
    }

    /** The user at the other end, as the operating system tells. */
    static UserPrincipal peer(SocketChannel connection) throws IOException {
        return connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }

    @Override
    public void close() throws IOException {
        server.close();
        // Another node may have put its own socket in this place; that one stays.
        if (Files.exists(path) && key.equals(key(path))) Files.delete(path);
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
