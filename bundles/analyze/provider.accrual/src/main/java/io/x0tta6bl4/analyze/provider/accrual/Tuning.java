package io.x0tta6bl4.analyze.provider.accrual;

/**
 * The chosen numbers, one set for all data; lengths of time are in units of a link's own rhythm.
 *
 * @param longGap from here on a gap counts as a sign of a heavy tail
 * @param tail the power with which long gaps grow rare
 * @param surprise a silence this improbable (as a power of ten) is a failure; of a rhythm faster than a second as many times less
 * @param prior how many long gaps an unknown link is credited with
 * @param priorGaps out of so many gaps
 * @param memory weight of the past, per gap; of a rhythm faster than a second per second
 * @param loss share of heartbeats an unknown link loses
 * @param lossGaps out of so many gaps
 * @param least no failure before a silence of so many units
 * @param most a failure after a silence of so many units, or as many seconds where they are longer, whatever the link did before
 * @param quiet a link silent for so long is quiet
 * @param together links that grow quiet within so long grew quiet together
 * @param deviations so many standard deviations above the usual number of quiet links, and
 * @param extra so many more, are too many at once
 * @param halfLife of the usual rate of links growing quiet
 * @param stretch patience with links that grew quiet with too many others
 */
record Tuning(
        double longGap,
        double tail,
        double surprise,
        double prior,
        double priorGaps,
        double memory,
        double loss,
        double lossGaps,
        double least,
        double most,
        double quiet,
        double together,
        double deviations,
        double extra,
        double halfLife,
        double stretch) {

    static final Tuning CHOSEN = new Tuning(2.2, 3, 4.7, 0.1, 20, 0.998, 0.01, 50, 3.7, 6.9, 2.6, 3, 3, 3, 45, 1.6);
}
