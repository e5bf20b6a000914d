package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Passage;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sentence, a point of a list or a block of code of a passage, as it stands there but for line breaks in running text.
 *
 * @param citation its own line where the document has lines
 */
record Sentence(String text, Citation citation) {
    private static final int LONGEST_CODE = 600;

    static List<Sentence> of(Passage passage) {
        return new Splitter(passage).sentences();
    }

    /** Goes through the lines of a passage. */
    private static final class Splitter {
        private final Passage passage;
        private final List<Sentence> sentences = new ArrayList<>();
        private final StringBuilder held = new StringBuilder();
        private final String[] lines;
        private int heldFrom;

        private Splitter(Passage passage) {
            this.passage = passage;
            this.lines = passage.text().split("\n", -1);
        }

        private List<Sentence> sentences() {
            boolean code = false;
            for (int i = 0; i < lines.length; i++) {
                String line = lines[i].strip();
                boolean fence = line.startsWith("```") || line.startsWith("~~~");
                if (code || fence) {
                    if (!code) flush(i);
                    else if (fence) emit(held.toString().strip(), heldFrom);
                    if (fence) held.setLength(0);
                    else hold(lines[i], i, "\n");
                    code = code != fence;
                    continue;
                }
                boolean point = line.matches("([-*+]|\\d{1,3}[.)])\\s.*");
                boolean heading = heading(line, i);
                if (line.isEmpty() || point || heading) flush(i);
                if (!line.isEmpty() && !heading) hold(line, i, " ");
            }
            flush(lines.length);
            return sentences;
        }

        /** A heading is no sentence; where it has no mark of its own it is known by its words. */
        private boolean heading(String line, int at) {
            String path = passage.at(at).heading();
            return line.startsWith("#") || (!line.isEmpty() && (path.equals(line) || path.endsWith(" > " + line)));
        }

        private void hold(String line, int at, String between) {
            if (held.isEmpty()) heldFrom = at;
            else held.append(between);
            held.append(line);
        }

        private void flush(int next) {
            String text = held.toString();
            held.setLength(0);
            BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
            ends.setText(text);
            for (int from = 0, to; (to = ends.next()) != BreakIterator.DONE; from = to)
                emit(
                        text.substring(from, to).strip(),
                        at(text.substring(from, to).strip(), heldFrom, next));
        }

        /** The line of the paragraph that a sentence begins in. */
        private int at(String sentence, int from, int next) {
            String begin = sentence.substring(0, Math.min(sentence.length(), 20));
            for (int i = from; i < next; i++) if (lines[i].contains(begin)) return i;
            return from;
        }

        private void emit(String text, int line) {
            if (text.isEmpty() || text.length() > LONGEST_CODE) return;
            sentences.add(new Sentence(text, passage.at(line)));
        }
    }
}
