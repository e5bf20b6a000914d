package io.x0tta6bl4.runtime.launcher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gives back what only the start needed. A start fills the old generation with what is garbage soon after, and a node that mostly
 * waits would not collect it for days: the process would stay larger by about 20 MiB. One collection, once, when the start is over
 * by any measure; it stops the node for some tens of milliseconds.
 */
final class StartGarbage {
    static final Duration AFTER = Duration.ofSeconds(20);

    private StartGarbage() {}

    static void collectLater() {
        Executor later = CompletableFuture.delayedExecutor(AFTER.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(System::gc);
    }
}
