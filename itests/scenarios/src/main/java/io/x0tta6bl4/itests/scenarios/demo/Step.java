package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.StepReport;

/** One step of the demo: brings something about and judges what came of it. */
interface Step {
    String letter();

    String title();

    /** Plays it; a step that cannot even be played throws. */
    StepReport play(Scene scene) throws Exception;
}
