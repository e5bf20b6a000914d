package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.pqc.api.PqcException;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The proof of what is too dear to be proven before a provider serves: asked for once, and what came of it holds ever after. */
final class LateProof {
    private final Engine engine;
    private @Nullable String found;
    private @Nullable PqcException wrong;

    LateProof(Engine engine) {
        this.engine = engine;
    }

    boolean concerns(Collection<Primitive> primitives) {
        return !Collections.disjoint(primitives, KnownAnswers.LATE);
    }

    /** What a self-test says that does not ask for it. */
    String promise() {
        return concerns(engine.primitives()) ? "; SLH-DSA is proven before its first use" : "";
    }

    /** Whether it may be offered: there is nothing to prove, or all its answers are right. */
    boolean holds() {
        if (!concerns(engine.primitives())) return true;
        try {
            proven();
            return true;
        } catch (PqcException e) {
            return false;
        }
    }

    /** @throws PqcException now and ever after, when an answer is wrong */
    synchronized String proven() {
        if (wrong != null) throw new PqcException(wrong.reason(), String.valueOf(wrong.getMessage()), wrong);
        String known = found;
        if (known != null) return known;
        try {
            return found = KnownAnswers.proveLate(engine);
        } catch (PqcException e) {
            wrong = e;
            throw e;
        }
    }
}
