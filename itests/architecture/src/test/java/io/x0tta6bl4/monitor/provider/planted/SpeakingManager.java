package io.x0tta6bl4.monitor.provider.planted;

/** Planted: a name that says nothing, and a bundle that writes to standard output. */
final class SpeakingManager {
    void speak() {
        System.out.println("planted");
    }
}
