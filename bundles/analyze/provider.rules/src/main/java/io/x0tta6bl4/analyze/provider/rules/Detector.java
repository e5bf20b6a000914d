package io.x0tta6bl4.analyze.provider.rules;

import java.util.Locale;

/** What looks at an element, as a symptom names it. */
enum Detector {
    STATE,
    PROBE,
    THRESHOLD,
    CRASH_LOOP,
    SENSOR,
    ANOMALY;

    final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
}
