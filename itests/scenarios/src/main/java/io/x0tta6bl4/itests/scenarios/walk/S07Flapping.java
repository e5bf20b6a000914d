package io.x0tta6bl4.itests.scenarios.walk;

import java.time.Duration;

/** What keeps changing between sick and healthy is held. */
public final class S07Flapping implements Scenario {
    @Override
    public String title() {
        return "What keeps changing between sick and healthy is held";
    }

    @Override
    public String text() {
        return "An endpoint turns sick, recovers and turns sick again, twelve times. Its hook is called for the first"
                + " flaps; then the endpoint is held and reported, and its hook is left alone.";
    }

    @Override
    public String sabotage() {
        return "brake 6, flap damping, is switched off";
    }

    @Override
    public String mustFail() {
        return "the hook is left alone after the first flaps";
    }

    @Override
    public void play(Trial trial) throws Exception {
        try (Flapper flapper = new Flapper()) {
            trial.watch().endpoint("flapper", flapper.health(), flapper.hook());
            trial.watch().brake("rate-limit", "per-target-and-hour", "1000").brake("rate-limit", "per-second", "10");
            trial.watch()
                    .brake("cool-down", "initial", "50ms")
                    .brake("cool-down", "limit", "50ms")
                    .brake("ladder", "attempts", "1000");
            trial.watch().brake("locks", "fight-rounds", "1000");
            if (trial.sabotaged()) trial.watch().off("flap-damping");
            trial.start();
            int flaps = 12;
            for (int flap = 0; flap < flaps; flap++) flapper.flap(Duration.ofMillis(1_200), Duration.ofMillis(800));
            trial.check("its hook was called at first", flapper.calls() > 0, "no call at all");
            trial.say(flapper.calls() + " calls of the hook in " + flaps + " flaps");
            trial.check(
                    "the hook is left alone after the first flaps",
                    flapper.calls() <= flaps / 4,
                    flapper.calls() + " calls in " + flaps + " flaps");
        }
    }
}
