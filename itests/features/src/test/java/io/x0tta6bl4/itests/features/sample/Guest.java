package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;

/** A consumer. */
public final class Guest {
    private final Greeting greeting;

    public Guest(Greeting greeting) {
        this.greeting = greeting;
    }

    @Override
    public String toString() {
        return "guest greeted with " + greeting.greet();
    }
}
