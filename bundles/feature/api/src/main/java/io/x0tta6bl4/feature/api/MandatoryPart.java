package io.x0tta6bl4.feature.api;

/**
 * Something without which the node is not ready.
 *
 * @param name the part in the words of the features, for example {@code monitor.process}
 * @param service the interface that must be registered
 * @param filter which of its services, as an OSGi filter; empty for any
 * @param without which part of the product is not available without it, as a sentence
 */
public record MandatoryPart(String name, String service, String filter, String without) {}
