package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;

/** What the node may still do by the rate limit (brake 1). Touched by the tick only. */
final class TokenBucket {
    private double tokens = -1;
    private Instant at;

    TokenBucket(Instant at) {
        this.at = at;
    }

    /**
     * Adds what the rate limit grants for the time since the last refill; full at the first one.
     *
     * @param slower by what the rate is divided (brake 3), 1 or more
     */
    void refill(Brakes.RateLimit setting, Instant now, int slower) {
        if (tokens < 0) tokens = setting.burst();
        double seconds = Duration.between(at, now).toNanos() / 1e9;
        tokens = Math.min(setting.burst(), tokens + seconds * setting.perSecond() / slower);
        at = now;
    }

    void spend() {
        tokens -= 1;
    }

    double left() {
        return tokens;
    }
}
