package io.x0tta6bl4.itests.swap.sample;

/** The api of the sample capability. A provider that was stopped throws. */
public interface Counting {
    /** The number of calls so far, over all providers when they hand their count over. */
    long next();
}
