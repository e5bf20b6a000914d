package io.x0tta6bl4.execute.provider.page;

import java.time.Instant;

/**
 * What people are told.
 *
 * @param at when
 * @param node which node says it
 * @param element what it is about
 * @param action id of the action, the same for a repetition
 * @param title in one line
 * @param text what was seen and tried
 */
record Notice(Instant at, String node, String element, String action, String title, String text) {

    String json() {
        return "{\"at\":" + quote(at.toString()) + ",\"node\":" + quote(node) + ",\"element\":" + quote(element) + ","
                + actionMember() + ",\"title\":" + quote(title) + ",\"text\":" + quote(text) + "}";
    }

    /** By which a line of this notice is known in a file of notices. */
    String actionMember() {
        return "\"action\":" + quote(action);
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray())
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        return out.append('"').toString();
    }
}
