package io.x0tta6bl4.runtime.learning;

/** What is done to a node; {@link #NONE} leaves all alone, and what is seen then is noise. */
enum Fault {
    KILL,
    HANG,
    SLOW,
    ERRORS,
    SATURATION,
    NONE
}
