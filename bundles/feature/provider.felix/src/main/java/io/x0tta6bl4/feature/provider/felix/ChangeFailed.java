package io.x0tta6bl4.feature.provider.felix;

/** Why a change that has begun cannot go on. */
final class ChangeFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ChangeFailed(String message) {
        super(message, null, false, false);
    }
}
