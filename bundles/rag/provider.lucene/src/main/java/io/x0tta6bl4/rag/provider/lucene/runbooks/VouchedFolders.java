package io.x0tta6bl4.rag.provider.lucene.runbooks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;

/** The folders whose documents may propose actions, as an operator said: one a line, in a file beside the collections. */
public final class VouchedFolders {
    private static final int MOST = 256;

    private final Path file;
    private volatile List<String> folders;

    public VouchedFolders(Path directory) throws IOException {
        this.file = directory.resolve("vouched");
        this.folders = Files.exists(file) ? List.copyOf(Files.readAllLines(file)) : List.of();
    }

    public List<String> folders() {
        return folders;
    }

    /** Whether a document stands in one of them. */
    public boolean cover(String document) {
        return folders.stream()
                .anyMatch(folder ->
                        document.equals(folder) || document.startsWith(folder.endsWith("/") ? folder : folder + "/"));
    }

    /** A folder more, or one less; false when it was as it is. */
    public synchronized boolean set(Path folder, boolean vouched) throws IOException {
        TreeSet<String> next = new TreeSet<>(folders);
        String name = folder.normalize().toString();
        boolean changed = vouched ? next.add(name) : next.remove(name);
        if (!changed) return false;
        if (next.size() > MOST) throw new IOException("more than " + MOST + " folders are vouched for; give up one");
        Path part = file.resolveSibling("vouched.part");
        Files.write(part, next);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        folders = List.copyOf(next);
        return true;
    }
}
