package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Markdown by CommonMark with tables; pieces are the very lines of the file. */
final class MarkdownReader {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final String[] lines;
    private final Outline outline = new Outline();
    private final Consumer<Piece> out;

    private MarkdownReader(String[] lines, Consumer<Piece> out) {
        this.lines = lines;
        this.out = out;
    }

    static Header read(String text, Consumer<Piece> out) throws Unreadable {
        FrontMatter front = FrontMatter.of(text);
        // the parser sees empty lines where the front matter was, so that its line numbers are those of the file
        String body = "\n".repeat(front.lines())
                + text.lines().skip(front.lines()).collect(java.util.stream.Collectors.joining("\n"));
        MarkdownReader reader = new MarkdownReader(body.split("\n", -1), out);
        for (Node node = PARSER.parse(body).getFirstChild(); node != null; node = node.getNext()) reader.block(node);
        Map<String, String> metadata = front.metadata();
        return new Header(metadata.getOrDefault("title", reader.outline.title()), "line", metadata);
    }

    private void block(Node node) {
        if (node.getSourceSpans().isEmpty()) return;
        int first = node.getSourceSpans().getFirst().getLineIndex();
        int last = node.getSourceSpans().getLast().getLineIndex();
        String text = String.join("\n", java.util.Arrays.asList(lines).subList(first, last + 1))
                .stripTrailing();
        if (text.isBlank() || comment(node, text)) return;
        if (node instanceof Heading heading) outline.heading(heading.getLevel(), words(heading, text));
        out.accept(new Piece(text, outline.path(), first + 1, last + 1, kind(node)));
    }

    private static boolean comment(Node node, String text) {
        return node instanceof HtmlBlock && text.startsWith("<!--") && text.endsWith("-->");
    }

    private static String words(Heading heading, String text) {
        SourceSpan span = heading.getSourceSpans().getFirst();
        return text.lines()
                .findFirst()
                .orElse("")
                .substring(Math.min(span.getColumnIndex(), text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n')))
                .replaceFirst("^#{1,6}\\s*", "")
                .replaceFirst("\\s+#+\\s*$", "")
                .replaceFirst("\\s*\\{#[^}]*}\\s*$", "");
    }

    private static Piece.Kind kind(Node node) {
        return switch (node) {
            case Heading h -> Piece.Kind.HEADING;
            case ListBlock l -> Piece.Kind.WHOLE;
            case FencedCodeBlock c -> Piece.Kind.WHOLE;
            case IndentedCodeBlock c -> Piece.Kind.WHOLE;
            case TableBlock t -> Piece.Kind.WHOLE;
            default -> Piece.Kind.TEXT;
        };
    }
}
