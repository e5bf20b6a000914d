package io.x0tta6bl4.rag.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A piece of a document.
 *
 * @param citation where it stands
 * @param title of the document; empty when it has none
 * @param text as it stands in the document
 * @param metadata of the document
 * @param sections headings that begin within it, after the one of its citation, in order of their lines
 */
public record Passage(
        Citation citation, String title, String text, Map<String, String> metadata, List<Citation> sections) {
    /** One that lies within one section. */
    public Passage(Citation citation, String title, String text, Map<String, String> metadata) {
        this(citation, title, text, metadata, List.of());
    }

    public Passage {
        sections = List.copyOf(sections);
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** The place of one of its lines, under the heading that it stands below. */
    public Citation at(int line) {
        String heading = sections.stream()
                .filter(section -> section.line() <= line)
                .reduce((before, after) -> after)
                .orElse(citation)
                .heading();
        return new Citation(citation.document(), heading, line, line, citation.unit());
    }
}
