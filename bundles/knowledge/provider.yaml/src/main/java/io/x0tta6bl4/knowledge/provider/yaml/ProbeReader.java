package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads one probe. */
final class ProbeReader {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Problems problems;

    ProbeReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Probe> read(Values values) {
        refuseHttpKeys(values);
        if (!values.clean()) return Optional.empty();
        Probe.Schedule schedule = schedule(values);
        return values.get("http", URI.class)
                .map(url -> http(url, values, schedule))
                .or(() -> values.get("tcp", Address.class).map(at -> new Probe.Tcp(at.host(), at.port(), schedule)));
    }

    private void refuseHttpKeys(Values values) {
        if (!values.has("tcp")) return;
        for (String key : new String[] {"status", "body"})
            values.find(key)
                    .ifPresent(given ->
                            problems.error(given.keyPlace(), key + ": is for http probes only, this is a tcp probe"));
    }

    private static Probe http(URI url, Values values, Probe.Schedule schedule) {
        Range status = values.get("status", new Range(200, 299));
        return new Probe.Http(url, status.low(), status.high(), values.get("body", ""), schedule);
    }

    private Probe.Schedule schedule(Values values) {
        Duration every = values.get("every", EVERY);
        Duration timeout = values.get(
                "timeout",
                every.compareTo(Duration.ofNanos(5)) < 0
                        ? every
                        : every.multipliedBy(2).dividedBy(5));
        if (timeout.compareTo(every.dividedBy(2)) > 0 && values.has("timeout"))
            problems.warn(
                    values.placeOf("timeout"),
                    "timeout: more than half of every; a hang may take longer than two periods to be seen");
        Samples failures = values.get("failures", new Samples(2, 3));
        return new Probe.Schedule(every, timeout, failures.count(), failures.window(), values.get("successes", 2));
    }
}
