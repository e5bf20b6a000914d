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
        return "unknown key '" + shown(key) + "'" + hint(key, allowed) + "; allowed here: " + String.join(", ", allowed);
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
                .filter(candidate -> distance(word, candidate) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String shown(String word) {
        return word.length() <= WORD_LIMIT ? word : word.substring(0, WORD_LIMIT) + "…";
    }

    /** How many letters must be put in, taken out or changed. */
    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) last[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], last[j]));
            }
            last = row;
        }
        return last[b.length()];
    }
}
