package io.x0tta6bl4.runtime.launcher;

import java.util.List;

/** Reads {@code --name value} and {@code --name=value} one by one. */
final class OptionReader {

    private final List<String> words;
    private int position;
    private String name = "";
    private String inline = "";
    private boolean hasInline;

    OptionReader(List<String> words) {
        this.words = List.copyOf(words);
    }

    boolean next() {
        if (position == words.size()) {
            return false;
        }
        String word = words.get(position++);
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        hasInline = equals > 0;
        name = hasInline ? word.substring(0, equals) : word;
        inline = hasInline ? word.substring(equals + 1) : "";
        return true;
    }

    String name() {
        return name;
    }

    String value(String what) throws Refusal {
        if (hasInline && !inline.isBlank()) {
            return inline;
        }
        if (hasInline || position == words.size() || words.get(position).startsWith("--")) {
            throw Refusal.usage(name + " needs a value: " + name + " " + what + ".");
        }
        return words.get(position++);
    }

    boolean flag(boolean meaning) throws Refusal {
        if (hasInline) {
            throw Refusal.usage(name + " takes no value, found '" + inline + "'.");
        }
        return meaning;
    }
}
