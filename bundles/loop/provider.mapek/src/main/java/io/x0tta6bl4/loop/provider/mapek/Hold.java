package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Brake;

/**
 * A brake holds an action back.
 *
 * @param brake which one
 * @param why in a sentence
 * @param hopeless whether waiting will not change it soon enough, so that people are called at once
 */
record Hold(Brake brake, String why, boolean hopeless) {

    static Hold wait(Brake brake, String why) {
        return new Hold(brake, why, false);
    }

    static Hold page(Brake brake, String why) {
        return new Hold(brake, why, true);
    }
}
