package io.x0tta6bl4.rag.provider.lucene.index;

/**
 * A chunk that one of the two lists named, with what both think of it.
 *
 * @param doc its number in the index as it was asked
 * @param lexical BM25; 0 when it shares no word
 * @param lexicalRank its place among the best by words, 0 when it is not among them
 * @param cosine with the question
 * @param vectorRank its place among the nearest, 0 when it is not among them
 * @param legible how much of it the model reads, 0 to 1
 */
record Candidate(int doc, double lexical, int lexicalRank, double cosine, int vectorRank, double legible) {}
