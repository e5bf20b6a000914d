package io.x0tta6bl4.runtime.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of {@code x0 rag} as a command of the console: names of files absolute, every word quoted. */
final class RagClient {
    private static final Set<String> FILES = Set.of("--corpus", "--queries", "--qrels", "--run");
    private static final Set<String> VERBS = Set.of(
            "add",
            "remove",
            "search",
            "ask",
            "eval",
            "renew",
            "collections",
            "documents",
            "jobs",
            "cancel",
            "vouch",
            "disown",
            "runbooks");
    private static final Set<String> OF_FILES = Set.of("add", "vouch", "disown");

    private RagClient() {}

    static String command(List<String> words) throws Refusal {
        if (words.isEmpty() || !VERBS.contains(words.getFirst())) {
            throw Refusal.usage(
                    "'rag' needs " + String.join(", ", VERBS.stream().sorted().toList())
                            + "; for example: x0 rag add runbooks/, x0 rag search 'disk is full', x0 rag ask --help.");
        }
        String verb = words.getFirst();
        StringBuilder command = new StringBuilder("rag:").append(verb);
        for (String word : absolute(verb, words.subList(1, words.size())))
            command.append(' ').append(quoted(word));
        return command.toString();
    }

    private static List<String> absolute(String verb, List<String> words) {
        List<String> given = new ArrayList<>();
        String before = "";
        for (String word : words) {
            int equals = word.indexOf('=');
            boolean option = word.startsWith("-");
            if (option && equals > 0 && FILES.contains(word.substring(0, equals))) {
                given.add(word.substring(0, equals + 1) + absolute(word.substring(equals + 1)));
            } else if (FILES.contains(before) || (!option && !before.startsWith("-") && file(verb, word))) {
                given.add(absolute(word));
            } else {
                given.add(word);
            }
            before = equals > 0 ? "" : word;
        }
        return given;
    }

    private static boolean file(String verb, String word) {
        return OF_FILES.contains(verb)
                || (verb.equals("remove") && (word.startsWith("/") || Files.exists(Path.of(word))));
    }

    private static String absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize().toString();
    }

    /** In single quotes, where nothing has a meaning; a word that has one itself with every sign of the console escaped. */
    static String quoted(String word) throws Refusal {
        if (word.contains("\n") || word.contains("\r")) {
            throw Refusal.usage("A word with a line break cannot be carried to the node: '" + word.strip() + "'.");
        }
        if (!word.contains("'")) return "'" + word + "'";
        return word.replaceAll("([^\\p{L}\\p{N}])", "\\\\$1");
    }
}
