package io.x0tta6bl4.pqc.api.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * By which a provider was let serve.
 *
 * @param found how many known answers of how many algorithms were right
 * @param at when it began
 * @param took how long it ran
 */
public record Proof(String found, Instant at, Duration took) {}
