package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.platform.api.Preserved;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.SingleFileStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Copies the store between two commits. Whoever appends meanwhile waits for the copy, which is as long as reading the file
 * takes: {@link Rewrite} keeps that small. The file is read through the store's own handle, since closing another one would
 * give up the lock that this process holds on it.
 */
@Component(
        service = Preserved.class,
        property = {"x0.capability=knowledge", "x0.name=mvstore"})
public final class PreservedStore implements Preserved {
    private final Store store;

    @Activate
    public PreservedStore(@Reference(policyOption = ReferencePolicyOption.GREEDY) Store store) {
        this.store = store;
    }

    @Override
    public Set<String> owns() {
        return Set.of("knowledge");
    }

    @Override
    public String copyTo(Path target) throws IOException {
        Path file = target.resolve("knowledge").resolve(store.file().getFileName());
        Files.createDirectories(file.getParent());
        try {
            Mark.Acknowledged last = store.read(session -> copied(session, file));
            new Mark(file.resolveSibling(store.mark().file().getFileName())).write(last);
            return proven(file, last);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Mark.Acknowledged copied(Session session, Path file) {
        long last = session.journal().isEmpty() ? 0 : session.journal().lastKey();
        String hash = Chain.hashOf(
                        sequence -> Optional.ofNullable(session.journal().get(sequence)), last)
                .orElseThrow(() -> new IllegalStateException("entry " + last + " of the journal cannot be read"));
        try (FileOutputStream copy = new FileOutputStream(file.toFile())) {
            session.store().getFileStore().backup(new Plain(copy));
            copy.getChannel().force(true);
            return new Mark.Acknowledged(last, hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store hands itself out to archives only; this one takes the bytes as they are. */
    private static final class Plain extends ZipOutputStream {
        private final OutputStream target;

        Plain(OutputStream target) {
            super(OutputStream.nullOutputStream());
            this.target = target;
        }

        @Override
        public void putNextEntry(ZipEntry entry) {}

        @Override
        public void closeEntry() {}

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            target.write(bytes, from, length);
        }
    }

    /** Opens the copy as a restored node would, and looks for the last entry. */
    private static String proven(Path file, Mark.Acknowledged last) throws IOException {
        Session copy = Session.open(file, SingleFileStore::new, true);
        try {
            String found = Chain.hashOf(
                            sequence -> Optional.ofNullable(copy.journal().get(sequence)), last.sequence())
                    .orElse("nothing readable");
            if (!found.equals(last.hash()))
                throw new IOException("the copy has " + found + " as entry " + last.sequence()
                        + " of the journal, the store has " + last.hash());
            return "journal up to entry " + last.sequence() + ", hash " + found;
        } finally {
            copy.store().closeImmediately();
        }
    }
}
