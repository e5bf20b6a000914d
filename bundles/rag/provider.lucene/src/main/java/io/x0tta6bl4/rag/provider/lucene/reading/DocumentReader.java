package io.x0tta6bl4.rag.provider.lucene.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Reads a document of any known kind and hands on its chunks, in order. */
public final class DocumentReader {
    /** Endings of the files that are read. */
    public static final Set<String> ENDINGS = Set.of(
            "md",
            "markdown",
            "txt",
            "text",
            "log",
            "rst",
            "adoc",
            "html",
            "htm",
            "xhtml",
            "pdf",
            "json",
            "jsonl",
            "ndjson");

    private static final int WANTED = 256;
    private static final int MOST = 480;

    private final ToIntFunction<String> tokens;

    /** @param tokens how many tokens a text has for the model */
    public DocumentReader(ToIntFunction<String> tokens) {
        this.tokens = tokens;
    }

    /** What a file ends in, in small letters; empty when in nothing. */
    public static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    /** Reads a file. */
    public Header read(Path file, Limits limits, Consumer<Chunk> out) throws IOException, Unreadable {
        Chunker chunker = new Chunker(tokens, WANTED, MOST, out);
        String ending = ending(file);
        long size = Files.size(file);
        if (size == 0) throw new Unreadable("it is empty");
        if (size > Limits.FILE) throw new Unreadable("it has " + size + " bytes; the most are " + Limits.FILE);
        Header header;
        try {
            header =
                    ending.equals("pdf") ? pdf(file, limits, chunker) : text(text(file, size, limits), ending, chunker);
        } catch (StackOverflowError e) {
            throw new Unreadable("it is nested deeper than can be read");
        } catch (UncheckedIOException e) {
            // what takes the chunks failed, not what reads them
            throw e;
        } catch (RuntimeException e) {
            throw new Unreadable("its parser gave up: " + e.getMessage());
        }
        chunker.end();
        return header;
    }

    /** Reads Markdown that is no file. */
    public Header markdown(String text, Consumer<Chunk> out) throws Unreadable {
        Chunker chunker = new Chunker(tokens, WANTED, MOST, out);
        Header header = text(text, "md", chunker);
        chunker.end();
        return header;
    }

    /** Reads a text that may be Markdown; a head that is no front matter is text. */
    public Header plain(String text, Consumer<Chunk> out) throws Unreadable {
        return markdown(text.startsWith("---") ? "\n" + text : text, out);
    }

    private static Header pdf(Path file, Limits limits, Chunker chunker) throws IOException, Unreadable {
        try {
            return PdfReader.read(file, chunker::add, limits);
        } catch (IOException e) {
            throw new Unreadable("it is no PDF that can be read: " + e.getMessage());
        }
    }

    private static Header text(String text, String ending, Chunker chunker) throws Unreadable {
        return switch (ending) {
            case "md", "markdown" -> MarkdownReader.read(text, chunker::add);
            case "html", "htm", "xhtml" -> HtmlReader.read(text, chunker::add);
            case "json" -> JsonRecords.whole(text, chunker::add);
            case "jsonl", "ndjson" -> JsonRecords.lines(text, chunker::add);
            default -> TextReader.read(text, chunker::add);
        };
    }

    private static String text(Path file, long size, Limits limits) throws IOException, Unreadable {
        if (size > Limits.TEXT_FILE)
            throw new Unreadable("it has " + size + " bytes; text is read up to " + Limits.TEXT_FILE);
        limits.read(size);
        byte[] bytes = Files.readAllBytes(file);
        for (byte one : bytes) if (one == 0) throw new Unreadable("it is binary, not text");
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .replace("\r\n", "\n")
                    .replace('\r', '\n');
        } catch (CharacterCodingException e) {
            throw new Unreadable("it is not in UTF-8");
        }
    }
}
