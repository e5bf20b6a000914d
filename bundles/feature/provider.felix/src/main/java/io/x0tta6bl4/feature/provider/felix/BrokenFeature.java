package io.x0tta6bl4.feature.provider.felix;

/** A feature file that cannot be used; the message says what was found and what is needed. */
final class BrokenFeature extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenFeature(String message) {
        super(message);
    }
}
