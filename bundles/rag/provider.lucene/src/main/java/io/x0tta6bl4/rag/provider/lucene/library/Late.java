package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.index.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an index is behind the documents that are stored.
 *
 * @param stored and not in the index as they are stored
 * @param gone in the index and not stored
 * @param lost says that a stored document is damaged and was put aside; empty when none is
 */
record Late(Map<Path, Source> stored, Set<String> gone, String lost) {
    private static final Logger LOG = LoggerFactory.getLogger(Late.class);

    /** Reads every stored document to its end; {@code indexed} are those of the index, id to state. */
    static Late of(String collection, SourceFiles sources, Map<String, String> indexed) throws IOException {
        Map<Path, Source> stored = new TreeMap<>();
        Set<String> gone = new TreeSet<>(indexed.keySet());
        String lost = "";
        for (Path file : sources.all()) {
            try {
                Source source = sources.read(file, chunk -> {});
                gone.remove(source.id());
                if (!source.state().equals(indexed.get(source.id()))) stored.put(file, source);
            } catch (IOException e) {
                LOG.warn("Collection {}: a stored document is lost, add it again: {}", collection, e.getMessage());
                lost = "a stored document is lost, add it again: " + e.getMessage();
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new Late(stored, gone, lost);
    }

    boolean nothing() {
        return stored.isEmpty() && gone.isEmpty();
    }
}
