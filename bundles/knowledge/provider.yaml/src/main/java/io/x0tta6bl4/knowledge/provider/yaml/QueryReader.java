package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.TelemetryWatch;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch.Query;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what others measure of an element. */
final class QueryReader {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Problems problems;

    QueryReader(Problems problems) {
        this.problems = problems;
    }

    TelemetryWatch read(Values element) {
        List<Query> result = new ArrayList<>();
        for (Given item : element.items("queries")) {
            Values values = (Values) item.value();
            if (values.clean() && named(values, result)) result.add(query(values));
        }
        return new TelemetryWatch(result, element.get("service", String.class));
    }

    private boolean named(Values values, List<Query> before) {
        String signal = values.get("signal", "");
        boolean twice = before.stream().anyMatch(query -> query.signal().equals(signal));
        if (!signal.startsWith(ThresholdReader.FOREIGN) || signal.length() == ThresholdReader.FOREIGN.length()) {
            problems.error(
                    values.placeOf("signal"),
                    "signal: '" + signal + "' does not begin with x-; allowed: for example x-errors");
            return false;
        }
        if (twice)
            problems.error(values.placeOf("signal"), "signal: '" + signal + "' comes from another query already");
        return !twice;
    }

    private Query query(Values values) {
        Duration every = values.get("every", EVERY);
        Duration timeout = values.get("timeout", every.multipliedBy(2).dividedBy(5));
        if (timeout.compareTo(every) > 0)
            problems.warn(values.placeOf("timeout"), "timeout: longer than every; answers may come late");
        return new Query(
                values.get("prometheus", URI.class).orElseThrow(),
                values.get("query", ""),
                values.get("signal", ""),
                every,
                timeout.isPositive() ? timeout : every);
    }
}
