package io.x0tta6bl4.rag.provider.lucene.library;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.apache.lucene.util.Unwrappable;
import org.jspecify.annotations.Nullable;

/**
 * The disk of this machine with only so much room: a write beyond it fails with the words of the kernel, part of it done, as on a
 * disk that is full. What is deleted gives no room back. Everything above it, the library and Lucene, is as it always is.
 */
final class SmallDisk extends FileSystemProvider {
    private static final FileSystem REAL = FileSystems.getDefault();

    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final FileSystem wrapped = new Wrapped();

    /** So many bytes can be written from now on. */
    void room(long bytes) {
        room.set(bytes);
    }

    /** The same place on this disk. */
    Path path(Path real) {
        return (Path) Proxy.newProxyInstance(
                SmallDisk.class.getClassLoader(), new Class<?>[] {Path.class, Unwrappable.class}, new Place(real));
    }

    /** A path whose file system is this one; all else is as the real one has it. */
    private final class Place implements InvocationHandler {
        private final Path real;

        private Place(Path real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            if (method.getName().equals("unwrap")) return real;
            if (method.getName().equals("getFileSystem")) return wrapped;
            Object[] arguments = given == null ? new Object[0] : given.clone();
            for (int i = 0; i < arguments.length; i++) if (arguments[i] instanceof Path p) arguments[i] = real(p);
            try {
                return wrap(method.invoke(real, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private @Nullable Object wrap(@Nullable Object found) {
        if (found instanceof Path p) return path(p);
        if (found instanceof Iterator<?> each) {
            List<Object> all = new ArrayList<>();
            while (each.hasNext()) all.add(Objects.requireNonNull(wrap(each.next())));
            return all.iterator();
        }
        return found;
    }

    private static Path real(Path path) {
        return Unwrappable.unwrapAll(path);
    }

    private static FileSystemProvider provider() {
        return REAL.provider();
    }

    /** Takes only what there is room for. */
    private final class Limited implements SeekableByteChannel {
        private final SeekableByteChannel real;

        private Limited(SeekableByteChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int wanted = bytes.remaining();
            long before = room.getAndUpdate(left -> left == Long.MAX_VALUE ? left : Math.max(0, left - wanted));
            if (before >= wanted) return real.write(bytes);
            real.write(bytes.slice(bytes.position(), (int) before));
            throw new IOException("No space left on device");
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return real.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public SeekableByteChannel position(long place) throws IOException {
            real.position(place);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return new Limited(provider().newByteChannel(real(path), options, with));
    }

    /** For locks and for forcing to disk; nothing is written through it here. */
    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return provider().newFileChannel(real(path), options, with);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> found = provider().newDirectoryStream(real(path), one -> filter.accept(path(one)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return StreamSupport.stream(found.spliterator(), false)
                        .map(SmallDisk.this::path)
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                found.close();
            }
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... with) throws IOException {
        provider().createDirectory(real(path), with);
    }

    @Override
    public void delete(Path path) throws IOException {
        provider().delete(real(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        provider().copy(real(from), real(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        provider().move(real(from), real(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return provider().isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return provider().isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return provider().getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        provider().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return provider().getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return provider().readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        return provider().readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        provider().setAttribute(real(path), name, value, options);
    }

    @Override
    public String getScheme() {
        return "small";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> with) {
        return wrapped;
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return wrapped;
    }

    @Override
    public Path getPath(URI uri) {
        return path(Path.of(uri));
    }

    /** What paths ask of their file system. */
    private final class Wrapped extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return SmallDisk.this;
        }

        @Override
        public void close() {
            // the real one stays open
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return REAL.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of(path(Path.of("/")));
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return REAL.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return REAL.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return path(REAL.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = REAL.getPathMatcher(pattern);
            return one -> matcher.matches(real(one));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return REAL.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return REAL.newWatchService();
        }
    }
}
