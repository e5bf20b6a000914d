package io.x0tta6bl4.policy.provider.casbin;

/** Whether a word of a rule covers a word of a request. A wildcard stands at the end of a whole segment, never inside one. */
final class Matching {
    private static final String ANY = "*";

    private Matching() {}

    /** {@code /*}: exactly one further segment; {@code /**}: one or more. */
    static boolean who(String pattern, String identity) {
        if (pattern.equals(ANY)) return true;
        if (pattern.endsWith("/**")) return below(pattern.substring(0, pattern.length() - 2), identity);
        if (!pattern.endsWith("/*")) return pattern.equals(identity);
        String parent = pattern.substring(0, pattern.length() - 1);
        return below(parent, identity) && identity.indexOf('/', parent.length()) < 0;
    }

    static boolean action(String pattern, String action) {
        return pattern.equals(ANY) || pattern.equals(action);
    }

    static boolean target(String pattern, String target) {
        if (pattern.equals(ANY)) return true;
        if (!pattern.endsWith(ANY)) return pattern.equals(target);
        return below(pattern.substring(0, pattern.length() - 1), target);
    }

    private static boolean below(String parent, String word) {
        return word.length() > parent.length() && word.startsWith(parent);
    }
}
