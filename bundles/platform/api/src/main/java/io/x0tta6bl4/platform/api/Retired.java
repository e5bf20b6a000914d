package io.x0tta6bl4.platform.api;

/** A call was refused before it began, because no provider served it in time or the caller itself is going away. */
public final class Retired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Retired(String message) {
        super(message);
    }
}
