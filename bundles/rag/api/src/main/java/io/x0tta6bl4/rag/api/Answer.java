package io.x0tta6bl4.rag.api;

import java.util.List;

/** What documents answer. Every sentence stands in a document as it is quoted. */
public sealed interface Answer {

    /**
     * Sentences that answer.
     *
     * @param quotes best first, at least one
     * @param confidence in (0, 1]: how sure it is that the documents know, by the calibration of the provider
     */
    record Quoted(List<Quote> quotes, double confidence) implements Answer {
        public Quoted {
            quotes = List.copyOf(quotes);
            if (quotes.isEmpty()) throw new IllegalArgumentException("an answer without a quote is none");
        }
    }

    /**
     * A sentence or step.
     *
     * @param text as it stands in the document
     * @param citation where
     */
    record Quote(String text, Citation citation) {}

    /**
     * The documents do not say.
     *
     * @param reason what was looked at and how near it came
     */
    record NothingFound(String reason) implements Answer {}

    /** A part is missing; the reason says which and what to do. */
    record Unavailable(String reason) implements Answer {}
}
