package io.x0tta6bl4.rag.provider.lucene.embedding;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tokens of BERT without case (Devlin and others, 2018), as the model's own {@code tokenizer.json} says: clean, split CJK,
 * lower case without accents, split at punctuation, then the longest known pieces of each word. One difference is wanted: what
 * reads like a special token in a text, such as {@code [SEP]}, is text.
 */
public final class WordPiece {
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> pieces;
    private final int unknown;
    private final int first;
    private final int last;

    /** @param pieces the vocabulary; what goes on a word begins with {@code ##} */
    WordPiece(Map<String, Integer> pieces) {
        this.pieces = Map.copyOf(pieces);
        this.unknown = id("[UNK]");
        this.first = id("[CLS]");
        this.last = id("[SEP]");
    }

    /** Reads the vocabulary out of a {@code tokenizer.json} of Hugging Face. */
    public static WordPiece read(InputStream tokenizer) throws IOException {
        try (JsonReader reader = Json.createReader(tokenizer)) {
            JsonObject model = reader.readObject().getJsonObject("model");
            Map<String, Integer> pieces = new HashMap<>();
            model.getJsonObject("vocab").forEach((piece, id) -> pieces.put(piece, ((JsonNumber) id).intValueExact()));
            return new WordPiece(pieces);
        } catch (jakarta.json.JsonException | NullPointerException | ClassCastException e) {
            throw new IOException("this is no tokenizer.json with a vocabulary of word pieces: " + e.getMessage(), e);
        }
    }

    private int id(String special) {
        Integer id = pieces.get(special);
        if (id == null) throw new IllegalArgumentException("the vocabulary has no " + special);
        return id;
    }

    /** Token ids with those of begin and end around them, {@code most} in all at most. */
    public long[] tokens(String text, int most) {
        Ids ids = new Ids(most - 1);
        ids.add(first);
        words(text, ids);
        ids.room++;
        ids.add(last);
        return Arrays.copyOf(ids.values, ids.size);
    }

    /** How many tokens a text has, begin and end left out. */
    public int count(String text) {
        Ids ids = new Ids(Integer.MAX_VALUE);
        words(text, ids);
        return ids.size;
    }

    private void words(String text, Ids ids) {
        String plain = plain(text);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < plain.length() && !ids.full(); ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            boolean alone = punctuation(c);
            if (alone || space(c)) {
                pieces(word, ids);
                if (alone) pieces(word.appendCodePoint(c), ids);
            } else {
                word.appendCodePoint(c);
            }
        }
        pieces(word, ids);
    }

    /** Cleaned, CJK apart, in lower case, without accents. */
    private static String plain(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && c != 0xFFFD && (space(c) || !control(c)))
                .forEach(c -> {
                    if (cjk(c)) clean.append(' ').appendCodePoint(c).append(' ');
                    else clean.appendCodePoint(c);
                });
        String split = Normalizer.normalize(clean, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(split.length());
        split.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> plain.append(Character.toString(c).toLowerCase(java.util.Locale.ROOT)));
        return plain.toString();
    }

    private void pieces(StringBuilder word, Ids ids) {
        if (word.isEmpty()) return;
        String whole = word.toString();
        word.setLength(0);
        int mark = ids.size;
        if (whole.codePointCount(0, whole.length()) > LONGEST_WORD) {
            ids.add(unknown);
            return;
        }
        for (int from = 0; from < whole.length(); ) {
            int to = whole.length();
            Integer id = null;
            for (; to > from; to = whole.offsetByCodePoints(to, -1)) {
                id = pieces.get(from == 0 ? whole.substring(0, to) : "##" + whole.substring(from, to));
                if (id != null) break;
            }
            if (id == null) {
                ids.size = mark;
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to;
        }
    }

    private static boolean space(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    /** Cc, Cf, Co and Cs; not Cn, which the reference keeps. */
    private static boolean control(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean punctuation(int c) {
        if (c < 128)
            return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean cjk(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B820 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** Ids so far, up to a limit. */
    private static final class Ids {
        private int room;
        private long[] values = new long[64];
        private int size;

        private Ids(int room) {
            this.room = room;
        }

        private boolean full() {
            return size >= room;
        }

        private void add(int id) {
            if (full()) return;
            if (size == values.length) values = Arrays.copyOf(values, 2 * size);
            values[size++] = id;
        }
    }
}
