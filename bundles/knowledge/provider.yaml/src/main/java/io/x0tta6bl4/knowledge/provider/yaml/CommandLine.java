package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.ArrayList;
import java.util.List;

/** Splits a command written as one text as a shell would: blanks separate, quotes and backslashes keep together. */
final class CommandLine {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote;

    private CommandLine() {}

    static List<String> split(String text) {
        CommandLine line = new CommandLine();
        for (int at = 0; at < text.length(); at++) at += line.take(text, at);
        if (line.quote != 0) throw new IllegalArgumentException("a quote (" + line.quote + ") is not closed");
        line.endWord();
        if (line.words.isEmpty()) throw new IllegalArgumentException("the command is empty");
        return List.copyOf(line.words);
    }

    /** Takes the character at the index and says how many more it took. */
    private int take(String text, int at) {
        char c = text.charAt(at);
        boolean escapes = c == '\\' && at + 1 < text.length() && escapable(text.charAt(at + 1));
        if (escapes) return append(text.charAt(at + 1), 1);
        if (quote != 0 && c == quote) quote = 0;
        else if (quote == 0 && (c == '\'' || c == '"')) open(c);
        else if (quote == 0 && Character.isWhitespace(c)) endWord();
        else append(c, 0);
        return 0;
    }

    private boolean escapable(char next) {
        return quote == 0 || (quote == '"' && "\"\\$`".indexOf(next) >= 0);
    }

    private int append(char c, int extra) {
        word.append(c);
        inWord = true;
        return extra;
    }

    private void open(char c) {
        quote = c;
        inWord = true;
    }

    private void endWord() {
        if (inWord) words.add(word.toString());
        word.setLength(0);
        inWord = false;
    }
}
