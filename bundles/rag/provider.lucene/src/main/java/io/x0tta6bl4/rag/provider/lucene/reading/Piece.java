package io.x0tta6bl4.rag.provider.lucene.reading;

/**
 * A part of a document as its author set it: a paragraph, a list, a block of code, a heading, a record.
 *
 * @param text as it stands
 * @param heading the headings above it, outermost first, joined by {@code " > "}
 * @param line its first line or page, from 1
 * @param lastLine its last one
 * @param kind how it may be cut
 */
record Piece(String text, String heading, int line, int lastLine, Kind kind) {
    enum Kind {
        HEADING,
        /** Cut between sentences or lines. */
        TEXT,
        /** Cut between lines, and only when it is longer than a chunk can be. */
        WHOLE,
        /** Has nothing to do with its neighbours: a chunk of its own. */
        RECORD
    }
}
