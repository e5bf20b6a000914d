package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch.Query;
import java.time.Duration;
import java.util.stream.Stream;

/** How long an observation of an element speaks for the present. */
final class Freshness {
    /** No built-in sensor refreshes less often than every five seconds. */
    private static final Duration LEAST = Duration.ofSeconds(20);

    /** A probe that has missed this many periods is late, not slow. */
    private static final int PERIODS = 5;

    private Freshness() {}

    static Duration of(Element element) {
        return Stream.concat(
                        element.probes().stream().map(probe -> probe.schedule().every()),
                        element.telemetry().queries().stream().map(Query::every))
                .map(every -> every.multipliedBy(PERIODS))
                .filter(limit -> limit.compareTo(LEAST) > 0)
                .max(Duration::compareTo)
                .orElse(LEAST);
    }
}
