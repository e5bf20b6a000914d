package io.x0tta6bl4.itests.scenarios.walk;

/** A check of a scenario that did not hold. */
public final class Unmet extends Exception {
    private static final long serialVersionUID = 1L;
    private final String check;

    /**
     * @param check the check's name, as the scenario words it
     * @param seen what was seen instead
     */
    public Unmet(String check, String seen) {
        super(check + ": " + seen);
        this.check = check;
    }

    public String check() {
        return check;
    }
}
