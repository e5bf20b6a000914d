package io.x0tta6bl4.monitor.api.planted;

import org.assertj.core.api.Condition;

/** Planted: an api that knows code of a third party. */
public interface Heavy {
    Condition<String> condition();
}
