package io.x0tta6bl4.monitor.provider.otlp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one service told. */
final class ServiceBook {
    final Map<String, Measure> measures = new LinkedHashMap<>();
    final Calls calls;
    long errors;
    String lastError = "";
    Instant errorsSince;
    Instant seen;

    ServiceBook(Instant now) {
        calls = new Calls(now);
        errorsSince = now;
        seen = now;
    }

    int series() {
        return measures.values().stream().mapToInt(Measure::size).sum();
    }
}
