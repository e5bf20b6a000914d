package io.x0tta6bl4.rag.provider.lucene.reading;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Cuts a document along its structure: neighbours are joined up to a number of tokens, a new chunk rather begins at a heading,
 * lists and code stay whole as long as the model can read them, and what is cut within a paragraph overlaps by a sentence.
 */
final class Chunker {
    private final ToIntFunction<String> tokens;
    private final int wanted;
    private final int most;
    private final Consumer<Chunk> out;
    private final List<Piece> held = new ArrayList<>();
    private int heldTokens;

    /**
     * @param tokens how many tokens a text has
     * @param wanted how many tokens neighbours are joined up to
     * @param most how many a list or a block of code may have to stay whole
     */
    Chunker(ToIntFunction<String> tokens, int wanted, int most, Consumer<Chunk> out) {
        this.tokens = tokens;
        this.wanted = wanted;
        this.most = most;
        this.out = out;
    }

    void add(Piece piece) {
        int size = tokens.applyAsInt(piece.text());
        if (piece.kind() == Piece.Kind.RECORD) flush();
        boolean heading = piece.kind() == Piece.Kind.HEADING;
        if (!held.isEmpty() && (heldTokens + size > wanted || (heading && heldTokens > wanted / 2))) flush();
        int limit = piece.kind() == Piece.Kind.TEXT ? wanted : most;
        if (size > limit) {
            cut(piece, limit);
            return;
        }
        held.add(piece);
        heldTokens += size;
        if (piece.kind() == Piece.Kind.RECORD) flush();
    }

    /** What is held becomes a chunk; a heading at its end goes to the next one. */
    private void flush() {
        List<Piece> next = new ArrayList<>();
        while (!held.isEmpty() && held.getLast().kind() == Piece.Kind.HEADING && held.size() > 1)
            next.addFirst(held.removeLast());
        emit();
        held.addAll(next);
        heldTokens = next.stream().mapToInt(p -> tokens.applyAsInt(p.text())).sum();
    }

    void end() {
        emit();
    }

    private void emit() {
        if (held.isEmpty()) return;
        StringBuilder text = new StringBuilder();
        List<Chunk.Section> sections = new ArrayList<>();
        Piece before = null;
        for (Piece piece : held) {
            if (before != null) text.append(piece.line() - before.lastLine() > 1 ? "\n\n" : "\n");
            if (before != null && !piece.heading().equals(before.heading()))
                sections.add(new Chunk.Section(
                        (int) text.chars().filter(c -> c == '\n').count(), piece.heading()));
            text.append(piece.text());
            before = piece;
        }
        String whole = text.toString();
        if (speaks(whole))
            out.accept(new Chunk(
                    whole,
                    held.getFirst().heading(),
                    held.getFirst().line(),
                    held.getLast().lastLine(),
                    sections));
        held.clear();
        heldTokens = 0;
    }

    private static boolean speaks(String text) {
        return text.chars().anyMatch(Character::isLetterOrDigit);
    }

    private void out(String text, String heading, int line, int lastLine) {
        if (speaks(text)) out.accept(new Chunk(text, heading, line, lastLine));
    }

    /** A piece too long for one chunk, between lines, a long line between sentences, a long sentence between words. */
    private void cut(Piece piece, int limit) {
        emit();
        List<Piece> parts = parts(piece, limit);
        StringBuilder text = new StringBuilder();
        int size = 0;
        Piece first = parts.getFirst();
        Piece before = first;
        for (Piece part : parts) {
            int count = tokens.applyAsInt(part.text());
            if (size > 0 && size + count > limit) {
                out(text.toString(), piece.heading(), first.line(), before.lastLine());
                text.setLength(0);
                size = tokens.applyAsInt(before.text());
                first = part;
                boolean overlap = size <= limit / 6 && size + count <= limit;
                if (overlap) {
                    text.append(before.text());
                    first = before;
                } else {
                    size = 0;
                }
            }
            if (!text.isEmpty()) text.append(part.line() > before.lastLine() ? "\n" : "");
            text.append(part.text());
            size += count;
            before = part;
        }
        out(text.toString(), piece.heading(), first.line(), before.lastLine());
    }

    private List<Piece> parts(Piece piece, int limit) {
        List<Piece> parts = new ArrayList<>();
        int line = piece.line();
        boolean pages = piece.text().lines().count() > piece.lastLine() - piece.line() + 1;
        for (String text : piece.text().split("\n", -1)) {
            for (String part : sentences(text, limit))
                parts.add(new Piece(part, piece.heading(), line, line, piece.kind()));
            if (!pages) line++;
        }
        return parts;
    }

    private List<String> sentences(String line, int limit) {
        if (tokens.applyAsInt(line) <= limit / 6) return List.of(line);
        List<String> parts = new ArrayList<>();
        BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        ends.setText(line);
        for (int from = 0, to; (to = ends.next()) != BreakIterator.DONE; from = to)
            words(line.substring(from, to), limit, parts);
        return parts;
    }

    /** A token has one character at least, so what has few characters has few tokens. */
    private void words(String sentence, int limit, List<String> parts) {
        if (tokens.applyAsInt(sentence) <= limit) {
            parts.add(sentence);
            return;
        }
        for (int from = 0; from < sentence.length(); ) {
            int to = Math.min(sentence.length(), from + limit);
            int blank = sentence.lastIndexOf(' ', to);
            if (to < sentence.length() && blank > from) to = blank + 1;
            else if (to < sentence.length() && Character.isHighSurrogate(sentence.charAt(to - 1))) to--;
            parts.add(sentence.substring(from, to));
            from = to;
        }
    }
}
