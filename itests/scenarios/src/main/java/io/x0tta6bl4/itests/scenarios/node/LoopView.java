package io.x0tta6bl4.itests.scenarios.node;

/** The loop in numbers, as the console shows it. */
public record LoopView(String mode, long ticks, long actions, long verified, int openIncidents) {}
