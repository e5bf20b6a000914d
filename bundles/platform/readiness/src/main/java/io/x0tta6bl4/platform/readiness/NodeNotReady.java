package io.x0tta6bl4.platform.readiness;

/** Ends the readiness command of a node that is not ready, so that its caller sees a failure. */
final class NodeNotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeNotReady(String verdict) {
        super(verdict, null, false, false);
    }

    /** Consoles print it as it is: the verdict alone. */
    @Override
    public String toString() {
        return getMessage();
    }
}
