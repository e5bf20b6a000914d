package io.x0tta6bl4.rag.provider.lucene.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a text the model reads: which of its words it knows whole. Of a language it was not trained on they are few. */
public final class Legibility {
    private static final String VOCABULARY = "/bge-small-en-v1.5-q-tokenizer.json";
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final int MOST_WORDS = 512;

    private Legibility() {}

    private static final class Reference {
        private static final WordPiece TOKENS = read();

        private static WordPiece read() {
            try (InputStream in =
                    Objects.requireNonNull(Legibility.class.getResourceAsStream(VOCABULARY), VOCABULARY)) {
                return WordPiece.read(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The tokens of the model; read once. */
    static WordPiece wordPiece() {
        return Reference.TOKENS;
    }

    /** The share of the words of a text, 0 to 1, that are in the vocabulary whole; 1 without a word. */
    public static double of(String text) {
        int words = 0;
        int whole = 0;
        Matcher each = WORD.matcher(text);
        while (words < MOST_WORDS && each.find()) {
            words++;
            if (wordPiece().count(each.group()) == 1) whole++;
        }
        return words == 0 ? 1 : (double) whole / words;
    }
}
