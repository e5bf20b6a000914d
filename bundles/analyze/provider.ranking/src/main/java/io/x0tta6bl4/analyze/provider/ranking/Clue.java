package io.x0tta6bl4.analyze.provider.ranking;

/**
 * One thing that speaks for a node as the cause.
 *
 * @param points how strongly, in doublings of surprise
 * @param words for people
 */
record Clue(double points, String words) {}
