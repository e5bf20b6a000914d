package io.x0tta6bl4.rag.api;

import java.util.List;
import java.util.Optional;

/**
 * A passage found, and why.
 *
 * @param passage what was found
 * @param score by which it was ranked; comparable within one search only
 * @param lexical what the words were worth; empty when this search did not look at words
 * @param vector what the meaning was worth; empty when this search did not look at meaning
 * @param snippets the best sentences, with the matching words between {@code «} and {@code »}
 */
public record Hit(Passage passage, double score, Optional<Part> lexical, Optional<Part> vector, List<String> snippets) {

    /**
     * A part of a score.
     *
     * @param score BM25 for words, cosine for meaning
     * @param share what it gave to the score of the hit, after weighing
     * @param rank its place in the list of this part, from 1; 0 when it was not among the candidates of this part
     */
    public record Part(double score, double share, int rank) {}

    public Hit {
        snippets = List.copyOf(snippets);
    }
}
