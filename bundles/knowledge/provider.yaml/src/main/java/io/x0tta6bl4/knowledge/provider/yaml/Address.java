package io.x0tta6bl4.knowledge.provider.yaml;

/** Where a TCP probe connects to. */
record Address(String host, int port) {}
