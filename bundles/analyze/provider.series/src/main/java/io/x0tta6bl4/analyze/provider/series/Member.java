package io.x0tta6bl4.analyze.provider.series;

/** One member of the ensemble: how surprising is the next value, in its own measure, which its {@link Tail} makes comparable. */
interface Member {

    /** What it looks at, for people. */
    String name();

    /** How surprising the value is, 0 or more; NaN as long as it cannot say. Then learns from it. */
    double next(long epochSecond, double value);
}
