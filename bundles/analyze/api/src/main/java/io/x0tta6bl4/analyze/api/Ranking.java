package io.x0tta6bl4.analyze.api;

import java.util.List;

/**
 * Causes by belief, or none.
 *
 * @param causes best first, each node at most once; empty when nothing on the graph explains what is seen
 * @param explanation for people: why the first, or why none
 */
public record Ranking(List<Suspect> causes, String explanation) {

    /**
     * One node that may be the cause.
     *
     * @param node its name as in the scene
     * @param confidence belief, in (0, 1]; those of one ranking sum up to at most 1
     * @param evidence what speaks for it, with the numbers, strongest first
     */
    public record Suspect(String node, double confidence, List<String> evidence) {
        public Suspect {
            evidence = List.copyOf(evidence);
            if (!(confidence > 0 && confidence <= 1))
                throw new IllegalArgumentException(
                        "confidence " + confidence + " of " + node + " is not within (0, 1]");
        }
    }

    public Ranking {
        causes = List.copyOf(causes);
    }
}
