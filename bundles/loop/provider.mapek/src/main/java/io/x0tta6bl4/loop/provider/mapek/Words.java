package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Outcome;

/** Outcomes in words. */
final class Words {
    private Words() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified v -> "verified after " + v.took().toMillis() + " ms: " + v.detail();
            case Outcome.ExecutedUnverified u -> "done, not verified: " + u.detail();
            case Outcome.Failed f -> "failed" + (f.undone() ? " and taken back: " : ": ") + f.detail();
            case Outcome.Unsupported u -> "unsupported: " + u.detail();
            case Outcome.Suppressed s -> "held by " + s.brake().key() + ": " + s.detail();
        };
    }
}
