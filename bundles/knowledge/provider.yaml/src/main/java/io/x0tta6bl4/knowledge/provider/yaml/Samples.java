package io.x0tta6bl4.knowledge.provider.yaml;

/** So many of the last so many. */
record Samples(int count, int window) {}
