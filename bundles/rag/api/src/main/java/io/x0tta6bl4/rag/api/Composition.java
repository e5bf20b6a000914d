package io.x0tta6bl4.rag.api;

import java.util.List;

/** What came of putting an answer into words. */
public sealed interface Composition {

    /**
     * Sentences that a model wrote and that the passages they cite bear out.
     *
     * @param statements in order, at least one
     * @param dropped how many sentences were left out: without a citation, with a wrong one, or not borne out
     * @param model which model wrote them
     */
    record Composed(List<Statement> statements, int dropped, String model) implements Composition {
        public Composed {
            statements = List.copyOf(statements);
            if (statements.isEmpty()) throw new IllegalArgumentException("an answer without a sentence is none");
        }
    }

    /**
     * A sentence.
     *
     * @param text as the model wrote it, without its marks of citation
     * @param citations of passages that it was given, at least one
     */
    record Statement(String text, List<Citation> citations) {
        public Statement {
            citations = List.copyOf(citations);
            if (citations.isEmpty()) throw new IllegalArgumentException("a sentence without a citation is dropped");
        }
    }

    /** Nothing that the model wrote is borne out, or it said that the passages do not say. */
    record Nothing(String reason) implements Composition {}

    /** The model does not answer; the reason says what was tried and what to do. */
    record Unavailable(String reason) implements Composition {}
}
