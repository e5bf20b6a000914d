package io.x0tta6bl4.itests.scenarios.node;

/** An element as the console shows it; the state is HEALTHY, SICK, UNKNOWN or STOPPED. */
public record ElementView(String id, String kind, String state, String note) {}
