package io.x0tta6bl4.monitor.provider.planted;

/** Planted: a name that takes in whatever comes. */
final class TextUtils {}
