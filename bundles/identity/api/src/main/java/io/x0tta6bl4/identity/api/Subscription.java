package io.x0tta6bl4.identity.api;

/** What was asked to be told; closing it ends that. Closing twice is harmless. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
