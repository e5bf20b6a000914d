package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority.Issued;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest of what was issued, in memory. */
final class IssuedLog {
    private final int limit;
    private final Deque<Issued> newest = new ArrayDeque<>();

    IssuedLog(int limit) {
        this.limit = limit;
    }

    synchronized void add(Issued issued) {
        newest.addFirst(issued);
        if (newest.size() > limit) newest.removeLast();
    }

    /** What has not expired. */
    synchronized List<Issued> since(Instant now) {
        newest.removeIf(issued -> !issued.expires().isAfter(now));
        return new ArrayList<>(newest);
    }
}
