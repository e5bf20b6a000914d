package io.x0tta6bl4.execute.provider.kubernetes;

/** The order ends here, with words why: before anything was touched, or after. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean begun;

    private Stop(boolean begun, String words) {
        super(words);
        this.begun = begun;
    }

    /** Nothing was touched. */
    static Stop before(String words) {
        return new Stop(false, words);
    }

    /** Something was done, and the end was not reached. */
    static Stop midway(String words) {
        return new Stop(true, words);
    }

    boolean begun() {
        return begun;
    }
}
