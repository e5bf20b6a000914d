package io.x0tta6bl4.rag.provider.openai;

import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Composition;
import io.x0tta6bl4.rag.api.Passage;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a text written by a model is kept: sentences that cite passages by their numbers, where every number is one of those
 * given, every figure, name and command stands in a cited passage, and most of the other words too.
 */
final class Support {
    private static final Pattern MARK = Pattern.compile("\\[(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    /** What must stand in the passage as it is: code, addresses, paths, options, names with digits or signs in them. */
    private static final Pattern EXACT =
            Pattern.compile("`[^`]+`|[a-z][a-z0-9+.-]*://\\S+|(?<!\\S)[-/~.][\\w./=-]+|\\S*[_@$|;<>]\\S*|\\S*\\d\\S*");

    private static final double MOST_WORDS = 0.6;
    private static final int SHORT = 3;
    private static final int STEM = 5;

    private final List<Passage> passages;
    private final List<Composition.Statement> kept = new ArrayList<>();
    private int dropped;

    private Support(List<Passage> passages) {
        this.passages = passages;
    }

    /**
     * What is kept.
     *
     * @param dropped how many sentences were not
     */
    record Checked(List<Composition.Statement> kept, int dropped) {}

    static Checked of(String text, List<Passage> passages) {
        Support support = new Support(passages);
        String plain = text.replaceAll("(?s)<think>.*?</think>", " ").replaceAll("[\\p{Cntrl}&&[^\\n]]", " ");
        plain.lines().forEach(support::line);
        return new Checked(List.copyOf(support.kept), support.dropped);
    }

    /** A mark belongs to the sentence before it, on whichever side of the full stop it stands. */
    private void line(String line) {
        String inside = line.strip().replaceAll("([.!?])((?:\\s*\\[[\\d,\\s]{1,40}])+)", "$2$1");
        BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        ends.setText(inside);
        for (int from = 0, to; (to = ends.next()) != BreakIterator.DONE; from = to)
            sentence(inside.substring(from, to).strip());
    }

    private void sentence(String sentence) {
        String text =
                MARK.matcher(sentence).replaceAll("").replaceAll("\\s+", " ").replaceAll("\\s+([.,;:!?])", "$1");
        text = text.strip().replaceFirst("^([-*+•]|\\d{1,2}[.)])\\s+", "");
        if (!WORD.matcher(text).find()) return;
        Set<Integer> cited = cited(sentence);
        if (cited.isEmpty()
                || !cited.stream().allMatch(n -> n >= 1 && n <= passages.size())
                || !borneOut(text, cited)) {
            dropped++;
            return;
        }
        List<Citation> citations =
                cited.stream().map(n -> passages.get(n - 1).citation()).toList();
        kept.add(new Composition.Statement(text, citations));
    }

    private static Set<Integer> cited(String sentence) {
        Set<Integer> cited = new LinkedHashSet<>();
        Matcher marks = MARK.matcher(sentence);
        while (marks.find())
            for (String number : marks.group(1).split(",")) cited.add(Integer.parseInt(number.strip()));
        return cited;
    }

    private boolean borneOut(String text, Set<Integer> cited) {
        String said = cited.stream()
                .map(n -> passages.get(n - 1))
                .map(p -> p.title() + "\n" + p.citation().heading() + "\n" + p.text())
                .collect(Collectors.joining("\n"))
                .replaceAll("\\s+", " ");
        Matcher exact = EXACT.matcher(text);
        while (exact.find()) {
            String wanted = exact.group().replace("`", "").replaceAll("^[(\"'“]+|[.,;:!?)\"'”]+$", "");
            if (!wanted.isEmpty() && !stands(wanted, said)) return false;
        }
        Set<String> known = stems(said);
        Set<String> words = stems(text);
        long borne = words.stream().filter(known::contains).count();
        return words.isEmpty() || borne >= MOST_WORDS * words.size();
    }

    /** As a word of its own: 5 does not stand in 50. */
    private static boolean stands(String wanted, String said) {
        return Pattern.compile(
                                "(?<![\\p{L}\\p{N}])" + Pattern.quote(wanted) + "(?![\\p{L}\\p{N}])",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(said)
                        .find()
                || (!WORD.matcher(wanted).lookingAt() && said.contains(wanted));
    }

    private static Set<String> stems(String text) {
        Set<String> stems = new TreeSet<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find())
            if (words.group().length() > SHORT)
                stems.add(
                        words.group().substring(0, Math.min(STEM, words.group().length())));
        return stems;
    }
}
