package io.x0tta6bl4.knowledge.api.action;

/** The brakes of the loop, numbered as in the architecture. */
public enum Brake {
    RATE_LIMIT(1),
    BLAST_RADIUS(2),
    HEALTH_QUORUM(3),
    HYSTERESIS(5),
    FLAP_DAMPING(6),
    COOL_DOWN(7),
    LADDER(8),
    DRY_RUN(9),
    APPROVAL(10),
    PRECONDITION(11),
    VERIFICATION(12),
    IDEMPOTENCE(13),
    LOCKS(15),
    MAINTENANCE(16),
    PLAUSIBILITY(17),
    AUDIT(18),
    PRIVILEGES(19),
    BUDGET(20);

    private final int number;

    Brake(int number) {
        this.number = number;
    }

    /** Its number in the architecture. */
    public int number() {
        return number;
    }

    /** Its name in the watch file, for example {@code rate-limit}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
