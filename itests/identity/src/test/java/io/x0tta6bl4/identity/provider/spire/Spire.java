package io.x0tta6bl4.identity.provider.spire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** The client of an agent, as the framework would start it. */
public final class Spire {
    private Spire() {}

    public static SpireIdentity of(String socket, String id) {
        return new SpireIdentity(socket, id, InstantSource.system());
    }

    public static void close(SpireIdentity identity) {
        identity.close();
    }

    /** Which agent is asked. */
    public static Path agent(String configured, Map<String, String> environment) {
        return Agent.path(Agent.address(configured, environment));
    }

    /** The ids of the keys that are read from a set of them. */
    public static Set<String> keys(String document) throws GeneralSecurityException {
        return JwtKeys.read(document.getBytes(StandardCharsets.UTF_8)).keySet();
    }

    /** How long is waited before each of the next attempts, in milliseconds. */
    public static long[] pauses(int attempts) {
        Backoff backoff = new Backoff(new java.util.Random(1));
        return java.util.stream.LongStream.range(0, attempts)
                .map(i -> backoff.next().toMillis())
                .toArray();
    }
}
