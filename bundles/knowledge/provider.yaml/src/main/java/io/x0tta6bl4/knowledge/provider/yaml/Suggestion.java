package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the allowed word that a wrong one was probably meant to be. */
final class Suggestion {
    private static final int WORD_LIMIT = 64;

    private Suggestion() {}

    static String unknownKey(String key, Collection<String> allowed) {
        if (allowed.isEmpty()) return "unknown key '" + shown(key) + "'; no key is allowed here";
        return "unknown key '" + shown(key) + "'" + hint(key, allowed) + "; allowed here: "
                + String.join(", ", allowed);
    }

    /** ", did you mean 'x'?" or nothing. */
    static String hint(String word, Collection<String> allowed) {
        return nearest(word, allowed)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("");
    }

    static Optional<String> nearest(String word, Collection<String> allowed) {
        if (word.length() > WORD_LIMIT) return Optional.empty();
        int limit = Math.max(1, word.length() / 3);
        return allowed.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= limit)
                .filter(candidate -> distance(word, candidate) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String shown(String word) {
        return word.length() <= WORD_LIMIT ? word : word.substring(0, WORD_LIMIT) + "…";
    }

    /** How many letters must be put in, taken out, changed, or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (swapped(a, b, i, j)) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
