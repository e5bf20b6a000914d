package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.pqc.api.PqcException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine for its known answers, in a thread of its own because the node need not wait for it to start, and lets the provider
 * serve only when all are right.
 */
public final class Proving implements AutoCloseable {
    private final Function<Proof, Runnable> serve;
    private final Consumer<PqcException> refused;
    private @Nullable Runnable end;
    private boolean closed;

    /**
     * @param serve lets the provider serve, and gives what ends that
     * @param refused is told why the provider must not serve
     */
    public Proving(Engine engine, Function<Proof, Runnable> serve, Consumer<PqcException> refused) {
        this.serve = serve;
        this.refused = refused;
        Thread.ofPlatform().daemon().name("x0-pqc-proof").start(() -> prove(engine));
    }

    private void prove(Engine engine) {
        Proof proof;
        try {
            proof = KnownAnswers.proveFirst(engine);
        } catch (PqcException e) {
            refused.accept(e);
            return;
        }
        synchronized (this) {
            if (!closed) end = serve.apply(proof);
        }
    }

    @Override
    public void close() {
        Runnable serving;
        synchronized (this) {
            closed = true;
            serving = end;
            end = null;
        }
        if (serving != null) serving.run();
    }
}
