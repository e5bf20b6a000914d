package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/** HTML by jsoup: headings, paragraphs, lists, tables and code; what a browser does not show is left out. */
final class HtmlReader {
    private static final Set<String> LEAVES =
            Set.of("p", "ul", "ol", "dl", "table", "pre", "blockquote", "figcaption", "summary");
    private static final int DEEPEST = 200;

    private final Outline outline = new Outline();
    private final Consumer<Piece> out;

    private HtmlReader(Consumer<Piece> out) {
        this.out = out;
    }

    static Header read(String text, Consumer<Piece> out) {
        Document document = Parser.htmlParser().setTrackPosition(true).parseInput(text, "");
        document.select(
                        "script,style,noscript,template,nav,svg,iframe,form,[hidden],[aria-hidden=true],[style*=display:none],[style*='display:"
                            + " none'],[style*=visibility:hidden]")
                .remove();
        HtmlReader reader = new HtmlReader(out);
        if (document.body() != null) reader.walk(document.body(), 0);
        Map<String, String> metadata = new TreeMap<>();
        for (Element meta : document.select("meta[name][content]"))
            if (Set.of("keywords", "date", "author", "service", "tags").contains(meta.attr("name")))
                metadata.put(meta.attr("name"), meta.attr("content"));
        String title = document.title().isBlank() ? reader.outline.title() : document.title();
        return new Header(title, "line", metadata);
    }

    private void walk(Element parent, int depth) {
        for (Node node : parent.childNodes()) {
            if (node instanceof TextNode words && !words.isBlank()) {
                piece(words.text().strip(), words, Piece.Kind.TEXT);
            } else if (node instanceof Element element) {
                String name = element.normalName();
                if (name.matches("h[1-6]")) {
                    outline.heading(name.charAt(1) - '0', element.text());
                    piece(element.text(), element, Piece.Kind.HEADING);
                } else if (LEAVES.contains(name)
                        || depth > DEEPEST
                        || element.getAllElements().stream().skip(1).noneMatch(Element::isBlock)) {
                    piece(text(element, name), element, name.equals("p") ? Piece.Kind.TEXT : Piece.Kind.WHOLE);
                } else {
                    walk(element, depth + 1);
                }
            }
        }
    }

    private static String text(Element element, String name) {
        return switch (name) {
            case "pre" -> element.wholeText().strip();
            case "ul", "ol", "dl" -> lines(element, "li,dt,dd", "- ");
            case "table" -> lines(element, "tr", "");
            default -> element.text();
        };
    }

    private static String lines(Element element, String of, String mark) {
        StringBuilder text = new StringBuilder();
        for (Element line : element.select(of)) {
            String words = of.equals("tr")
                    ? String.join(" | ", line.select("th,td").eachText())
                    : (line.select(of).size() > 1 ? line.ownText() : line.text());
            if (!words.isBlank())
                text.append(text.isEmpty() ? "" : "\n").append(mark).append(words);
        }
        return text.isEmpty() ? element.text() : text.toString();
    }

    private void piece(String text, Node node, Piece.Kind kind) {
        if (text.isBlank()) return;
        int line = Math.max(
                1,
                node.sourceRange().startPos() < 0
                        ? 1
                        : node.sourceRange().start().lineNumber());
        int last = node instanceof Element e && e.endSourceRange().isTracked()
                ? e.endSourceRange().end().lineNumber()
                : line;
        out.accept(new Piece(text, outline.path(), line, Math.max(line, last), kind));
    }
}
