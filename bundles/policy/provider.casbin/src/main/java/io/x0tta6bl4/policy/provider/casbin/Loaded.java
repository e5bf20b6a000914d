package io.x0tta6bl4.policy.provider.casbin;

import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One version of the policy with the decisions it made; at most 10,000 are kept. */
final class Loaded {
    private static final int CACHE_LIMIT = 10_000;

    private final PolicyFile file;
    private final Supplier<Enforcement> enforcement;
    private final Map<Request, Decision> decisions = new ConcurrentHashMap<>();
    private final AtomicLong hits = new AtomicLong();
    private volatile boolean made;

    Loaded(PolicyFile file) {
        this.file = file;
        Object lock = new Object();
        Enforcement[] kept = new Enforcement[1];
        // The library is loaded by the first decision, not by the start of the node.
        this.enforcement = () -> {
            synchronized (lock) {
                if (kept[0] == null) kept[0] = new Enforcement(file.file().toString(), file.rules());
                made = true;
                return kept[0];
            }
        };
    }

    PolicyFile file() {
        return file;
    }

    long hits() {
        return hits.get();
    }

    boolean made() {
        return made;
    }

    Decision decide(Request request) {
        Decision known = decisions.get(request);
        if (known != null) {
            hits.incrementAndGet();
            return known;
        }
        Decision decided = enforcement.get().decide(request);
        if (decisions.size() >= CACHE_LIMIT) decisions.clear();
        decisions.put(request, decided);
        return decided;
    }
}
