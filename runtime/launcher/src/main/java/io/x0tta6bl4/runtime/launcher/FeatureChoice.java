package io.x0tta6bl4.runtime.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * Which features a node consists of: {@code a,b} are all it has, {@code +a,-b} changes the list of the distribution.
 *
 * @param words as given, empty for the list of the distribution
 */
record FeatureChoice(List<String> words) {

    static final FeatureChoice DEFAULT = new FeatureChoice(List.of());

    FeatureChoice {
        words = List.copyOf(words);
    }

    static FeatureChoice parse(String text) throws Refusal {
        List<String> words = split(text);
        if (words.isEmpty()) {
            throw Refusal.usage("--features needs names: 'a,b' for these alone, '+a,-b' to add to and take from the"
                    + " list of the distribution.");
        }
        long changes = words.stream().filter(FeatureChoice::isChange).count();
        if (changes != 0 && changes != words.size()) {
            throw Refusal.usage("--features " + text + " mixes names with and without a sign: give 'a,b' for these"
                    + " alone, or '+a,-b' to add to and take from the list of the distribution.");
        }
        return new FeatureChoice(words);
    }

    /** The features in start order. */
    List<String> applyTo(List<String> defaults) throws Refusal {
        if (words.isEmpty()) {
            return defaults;
        }
        if (!isChange(words.getFirst())) {
            return words;
        }
        List<String> names = new ArrayList<>(defaults);
        for (String word : words) {
            String name = word.substring(1);
            if (word.startsWith("+")) {
                names.remove(name);
                names.add(name);
            } else if (!names.remove(name)) {
                throw Refusal.usage("--features -" + name + " takes away what is not there. The distribution starts: "
                        + String.join(", ", defaults) + ".");
            }
        }
        return names;
    }

    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[,\\s]+")) {
            if (!word.isBlank()) {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean isChange(String word) {
        return word.startsWith("+") || word.startsWith("-");
    }
}
