package io.x0tta6bl4.platform.console;

/**
 * Tells commands with plain words from scripts: a script can call any method of any object it gets hold of, past all commands,
 * so it needs a right of its own.
 */
final class Script {
    private Script() {}

    /**
     * Whether the line consists of commands and literal words only: no variable, assignment, substitution, closure, list or
     * escape. What is inside single quotes is literal; what is inside double quotes is, but for {@code $} and backslash.
     */
    static boolean plain(String line) {
        char quote = 0;
        for (char letter : line.toCharArray()) {
            if (quote == '\'') quote = letter == '\'' ? 0 : quote;
            else if (letter == '$' || letter == '\\' || letter == '`') return false;
            else if (quote == '"') quote = letter == '"' ? 0 : quote;
            else if (letter == '"' || letter == '\'') quote = letter;
            else if ("(){}[]<>%#!~".indexOf(letter) >= 0 || Character.isISOControl(letter)) return false;
        }
        return quote == 0 && !assigns(line);
    }

    /** {@code name = value}: an equals sign that follows the first word of a command. */
    private static boolean assigns(String line) {
        for (String command : line.split("[|;&]")) if (command.strip().matches("[^\\s=]+\\s*=.*")) return true;
        return false;
    }
}
