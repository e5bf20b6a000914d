package io.x0tta6bl4.knowledge.provider.yaml;

/** The statuses that count as healthy, both ends included. */
record Range(int low, int high) {}
