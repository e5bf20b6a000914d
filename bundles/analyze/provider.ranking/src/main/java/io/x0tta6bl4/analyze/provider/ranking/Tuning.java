package io.x0tta6bl4.analyze.provider.ranking;

/**
 * Every number of the ranking that was chosen rather than derived. One set for all data; chosen on one half of the recorded
 * cases, confirmed on the other.
 */
record Tuning(
        double spreadQuantile,
        double relativeFloor,
        double failureFloor,
        double utilisationFloor,
        double utilisation,
        double latency,
        double network,
        double failures,
        double traffic,
        double vanished,
        double silence,
        double newcomer,
        double shareFloor,
        double enough) {

    static final Tuning CHOSEN = new Tuning(0.95, 0.05, 0.005, 2, 1, 1, 1, 1, 1, 1, 3, 1, 0.02, 0.7);

    /** So many rows before the incident are looked at, at most. */
    static final int HISTORY = 2_000;

    /** So many rows just before the incident are its lead-in. */
    static final int LEAD_IN = 20;

    /** Fewer rows than this say little about what is normal. */
    static final int FEW = 10;

    /** Surprise is counted in doublings beyond the normal spread, and no further than this. */
    static final double MOST = 8;
}
