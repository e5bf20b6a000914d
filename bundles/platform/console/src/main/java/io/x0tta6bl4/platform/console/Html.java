package io.x0tta6bl4.platform.console;

/** Writes HTML and SVG; every text and every value of an attribute is escaped here and nowhere else. */
final class Html {
    private final StringBuilder out = new StringBuilder(32_768);

    /** Markup as it is, without anything from outside in it. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    Html text(Object text) {
        out.append(escape(String.valueOf(text)));
        return this;
    }

    /** An element with a text in it; attributes are name and value by turns. */
    Html tag(String name, Object text, Object... attributes) {
        return open(name, attributes).text(text).raw("</").raw(name).raw(">");
    }

    Html open(String name, Object... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2)
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(String.valueOf(attributes[i + 1])))
                    .append('"');
        out.append('>');
        return this;
    }

    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (char c : text.toCharArray())
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
