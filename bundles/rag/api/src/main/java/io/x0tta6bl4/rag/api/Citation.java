package io.x0tta6bl4.rag.api;

/**
 * Where a passage stands.
 *
 * @param document id of the document: the path it was read from, or the id it was put in under
 * @param heading the headings above it, outermost first, joined by {@code " > "}; empty when there is none
 * @param line its first line in the document, from 1; in a PDF the page
 * @param lastLine its last line, not before the first
 * @param unit what is counted: {@code line} or {@code page}
 */
public record Citation(String document, String heading, int line, int lastLine, String unit) {
    public Citation {
        if (document.isBlank()) throw new IllegalArgumentException("a citation names a document");
        if (line < 1 || lastLine < line)
            throw new IllegalArgumentException("a passage from " + unit + " " + line + " to " + lastLine);
    }

    /** For people: {@code runbooks/disk.md:12 (Disk full > Mitigation)}. */
    @Override
    public String toString() {
        String place = unit.equals("line") ? ":" + line : " " + unit + " " + line;
        return document + place + (heading.isEmpty() ? "" : " (" + heading + ")");
    }
}
