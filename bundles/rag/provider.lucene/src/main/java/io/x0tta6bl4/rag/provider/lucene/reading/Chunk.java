package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.List;

/**
 * What is indexed as one.
 *
 * @param text as it stands in the document
 * @param heading the headings above its beginning
 * @param line its first line or page, from 1
 * @param lastLine its last one
 * @param sections the headings that begin within it
 */
public record Chunk(String text, String heading, int line, int lastLine, List<Section> sections) {

    /** A heading with all above it, and the line of the text, from 0, from which on it holds. */
    public record Section(int line, String heading) {}

    public Chunk {
        sections = List.copyOf(sections);
    }

    /** One that lies within one section. */
    public Chunk(String text, String heading, int line, int lastLine) {
        this(text, heading, line, lastLine, List.of());
    }

    /** What is searched and embedded: the chunk with what stands above it. */
    public String withContext(String title) {
        StringBuilder context = new StringBuilder();
        if (!title.isBlank() && !text.contains(title) && !heading.contains(title))
            context.append(title).append('\n');
        String last = heading.substring(heading.lastIndexOf(" > ") < 0 ? 0 : heading.lastIndexOf(" > ") + 3);
        if (!heading.isBlank() && !text.contains(last)) context.append(heading).append('\n');
        return context.append(text).toString();
    }
}
