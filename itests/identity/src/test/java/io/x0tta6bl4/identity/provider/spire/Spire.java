package io.x0tta6bl4.identity.provider.spire;

import java.time.InstantSource;

/** The client of an agent, as the framework would start it. */
public final class Spire {
    private Spire() {}

    public static SpireIdentity of(String socket, String id) {
        return new SpireIdentity(socket, id, InstantSource.system());
    }

    public static void close(SpireIdentity identity) {
        identity.close();
    }

    /** How long is waited before each of the next attempts, in milliseconds. */
    public static long[] pauses(int attempts) {
        Backoff backoff = new Backoff(new java.util.Random(1));
        return java.util.stream.LongStream.range(0, attempts)
                .map(i -> backoff.next().toMillis())
                .toArray();
    }
}
