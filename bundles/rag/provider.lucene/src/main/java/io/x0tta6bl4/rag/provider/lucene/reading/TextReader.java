package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.Map;
import java.util.function.Consumer;

/** Plain text: paragraphs between empty lines. */
final class TextReader {
    private TextReader() {}

    static Header read(String text, Consumer<Piece> out) {
        String[] lines = text.split("\n", -1);
        int begin = 0;
        for (int i = 0; i <= lines.length; i++) {
            if (i < lines.length && !lines[i].isBlank()) continue;
            if (i > begin)
                out.accept(new Piece(
                        String.join("\n", java.util.Arrays.asList(lines).subList(begin, i))
                                .stripTrailing(),
                        "",
                        begin + 1,
                        i,
                        Piece.Kind.TEXT));
            begin = i + 1;
        }
        return new Header("", "line", Map.of());
    }
}
