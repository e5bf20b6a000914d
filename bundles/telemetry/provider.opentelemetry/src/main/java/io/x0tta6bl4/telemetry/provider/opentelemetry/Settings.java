package io.x0tta6bl4.telemetry.provider.opentelemetry;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator wants, in the environment variables of the OpenTelemetry specification.
 *
 * @param endpoint OTLP over HTTP, without the path of a signal; empty when nothing leaves the node
 * @param headers sent with each request
 * @param ratio share of the traces that are kept, 0 to 1; incidents always are
 * @param service name of the service in the telemetry
 * @param interval between two exports of metrics
 */
record Settings(Optional<URI> endpoint, Map<String, String> headers, double ratio, String service, Duration interval) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String RATIO = "OTEL_TRACES_SAMPLER_ARG";
    private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";

    static Settings of(Map<String, String> environment) {
        return new Settings(
                Optional.ofNullable(environment.get(ENDPOINT))
                        .filter(text -> !text.isBlank())
                        .map(Settings::endpoint),
                headers(environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", "")),
                ratio(environment.getOrDefault(RATIO, "0.1")),
                environment.getOrDefault("OTEL_SERVICE_NAME", "x0tta6bl4"),
                interval(environment.getOrDefault(INTERVAL, "10000")));
    }

    private static URI endpoint(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ENDPOINT + " is '" + text + "', and that is no address", e);
        }
        String host = uri.getHost();
        boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (host == null || !known)
            throw new IllegalArgumentException(
                    ENDPOINT + " is '" + text + "'; an address looks like https://collector.example:4318");
        if ("http".equals(uri.getScheme()) && !LOOPBACK.contains(host))
            throw new IllegalArgumentException(ENDPOINT + " is '" + text
                    + "': telemetry leaves this machine encrypted only; use https, or a collector on 127.0.0.1");
        return uri;
    }

    /** As the W3C writes baggage: {@code key=value,key=value}. */
    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0)
                headers.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            else if (!pair.isBlank())
                throw new IllegalArgumentException(
                        "OTEL_EXPORTER_OTLP_HEADERS has '" + pair + "'; it is key=value, with commas between");
        }
        return headers;
    }

    private static double ratio(String text) {
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) return ratio;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(RATIO + " is '" + text + "'; it is a number from 0 to 1", e);
        }
        throw new IllegalArgumentException(RATIO + " is " + text + "; it is a number from 0 to 1");
    }

    private static Duration interval(String text) {
        if (!text.matches("\\d{3,8}"))
            throw new IllegalArgumentException(INTERVAL + " is '" + text + "'; it is in milliseconds, from 100");
        return Duration.ofMillis(Long.parseLong(text));
    }
}
