package io.x0tta6bl4.itests.swap;

/** The service was unregistered before the call on it had ended, so its component may be stopped already. */
public final class CalledWhileStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CalledWhileStopped(String message) {
        super(message);
    }
}
