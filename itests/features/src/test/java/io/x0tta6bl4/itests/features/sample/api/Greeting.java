package io.x0tta6bl4.itests.features.sample.api;

/** What providers offer and consumers need. */
public interface Greeting {
    String greet();
}
