package io.x0tta6bl4.knowledge.api.element;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What others already measure of an element, and where it is to be had.
 *
 * @param queries asked of Prometheus, each for one signal; none: nothing is asked
 * @param service name of the service that the element is in OpenTelemetry ({@code service.name}); empty: the element's own name
 */
public record TelemetryWatch(List<Query> queries, Optional<String> service) {
    /** Nothing is asked, and the service has the name of the element. */
    public static final TelemetryWatch NONE = new TelemetryWatch(List.of(), Optional.empty());

    /**
     * A question in PromQL whose answer is one number.
     *
     * @param server address of a Prometheus, http or https, with a host; the path of its API is added
     * @param query an instant query that gives one number: a scalar, or a vector of one series
     * @param signal name of the signal that the answer is, beginning with {@code x-}
     * @param every period, longer than zero
     * @param timeout for one answer, longer than zero
     */
    public record Query(URI server, String query, String signal, Duration every, Duration timeout) {
        public Query {
            if (server.getHost() == null || !("http".equals(server.getScheme()) || "https".equals(server.getScheme())))
                throw new IllegalArgumentException(server + " is no http or https address with a host");
            if (query.isBlank()) throw new IllegalArgumentException("a query is not blank");
            if (!signal.startsWith("x-") || signal.length() < 3)
                throw new IllegalArgumentException("'" + signal + "' does not begin with x-");
            if (!every.isPositive() || !timeout.isPositive())
                throw new IllegalArgumentException("period and timeout of a query are longer than zero");
        }
    }

    public TelemetryWatch {
        queries = List.copyOf(queries);
        Objects.requireNonNull(service, "service");
        if (queries.stream().map(Query::signal).distinct().count() != queries.size())
            throw new IllegalArgumentException("a signal comes from one query");
        service.filter(String::isBlank).ifPresent(blank -> {
            throw new IllegalArgumentException("the name of a service is not blank");
        });
    }
}
