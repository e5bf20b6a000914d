package io.x0tta6bl4.knowledge.provider.mvstore;

import java.util.UUID;

/** The part of a self-test that all services of the store share: write, force, read back, in a map of its own. */
final class Scratch {
    private Scratch() {}

    static void test(Store store, String service) {
        String written = UUID.randomUUID().toString();
        store.write(session -> session.scratch().put(service, written) == null);
        String found = store.read(session -> String.valueOf(session.scratch().get(service)));
        if (!found.equals(written))
            throw new IllegalStateException("wrote " + written + " and read back " + found + ": the store is damaged");
    }
}
