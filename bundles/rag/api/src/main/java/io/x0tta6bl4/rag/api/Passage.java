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
        Citation citation, String title, String text, Map<String, String> metadata, List<Section> sections) {
    /** One that lies within one section. */
    public Passage(Citation citation, String title, String text, Map<String, String> metadata) {
        this(citation, title, text, metadata, List.of());
    }

    public Passage {
        sections = List.copyOf(sections);
        metadata = java.util.Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * A heading, with all above it, that begins within a passage.
     *
     * @param line of the text of the passage from which on it holds, from 0
     */
    public record Section(int line, String heading) {}

    /** The place of a line of its text, counted from 0, under the heading that it stands below. */
    public Citation at(int line) {
        String heading = citation.heading();
        for (Section section : sections) if (section.line() <= line) heading = section.heading();
        int place = citation.unit().equals("line")
                ? Math.min(citation.line() + line, citation.lastLine())
                : citation.line();
        return new Citation(citation.document(), heading, place, place, citation.unit());
    }
}
