package io.x0tta6bl4.rag.provider.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/** The sentences of a passage that the words of the question are in, by Lucene's unified highlighter. */
final class Snippets {
    private static final int MOST = 2;
    private static final int LONGEST = 300;
    private static final String PARTED = "\u001e";

    private final Query words;
    private final UnifiedHighlighter highlighter = UnifiedHighlighter.builderWithoutSearcher(ChunkIndex.ANALYZER)
            .withFormatter(new DefaultPassageFormatter("«", "»", PARTED, false))
            .withMaxNoHighlightPassages(1)
            .build();

    Snippets(Query words) {
        this.words = words;
    }

    List<String> of(String text) throws IOException {
        Object found = highlighter.highlightWithoutSearcher(ChunkIndex.TEXT, words, text, MOST);
        List<String> snippets = new ArrayList<>();
        if (found == null) return snippets;
        for (String one : found.toString().split(PARTED)) {
            String line = one.strip().replaceAll("\\s+", " ");
            if (!line.isBlank()) snippets.add(line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line);
        }
        return snippets;
    }
}
