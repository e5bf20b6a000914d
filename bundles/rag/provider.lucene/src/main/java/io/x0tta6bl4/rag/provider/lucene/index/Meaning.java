package io.x0tta6bl4.rag.provider.lucene.index;

/**
 * What the model makes of a question.
 *
 * @param vector of length one
 * @param legible how much of the question it reads, 0 to 1: the share of words that are in its vocabulary whole
 */
public record Meaning(float[] vector, double legible) {}
