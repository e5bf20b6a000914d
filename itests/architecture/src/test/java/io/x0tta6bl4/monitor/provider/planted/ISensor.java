package io.x0tta6bl4.monitor.provider.planted;

/** Planted: a name that says only that it is an interface. */
interface ISensor {}
