package io.x0tta6bl4.telemetry.provider.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.TraceContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTracingTest {
    private static final String CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final OpenTelemetryProvider provider =
            new OpenTelemetryProvider(Settings.of(Map.of("OTEL_TRACES_SAMPLER_ARG", "0")), "test");
    private final RequestTracing filter = new RequestTracing().with(provider);

    @AfterEach
    void stop() {
        filter.close();
        provider.close();
    }

    /** The place of the current span while the request was served. */
    private Optional<TraceContext> serve(String path, String traceparent, int status) throws Exception {
        AtomicReference<Optional<TraceContext>> seen = new AtomicReference<>(Optional.empty());
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getServletPath" -> path;
                    case "getMethod" -> "GET";
                    case "getHeader" -> traceparent;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (_, _, _) -> status);
        filter.doFilter(request, response, (_, _) -> seen.set(provider.current()));
        return seen.get();
    }

    @Test
    void a_request_with_a_traceparent_is_a_part_of_the_callers_trace() throws Exception {
        TraceContext place = serve("/metrics", CALLER, 500).orElseThrow();
        assertThat(place.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        FinishedSpan told = provider.recall(place.traceId()).getFirst();
        assertThat(told.name()).isEqualTo("GET /metrics");
        assertThat(told.parent().orElseThrow().spanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(told.error()).contains("status 500");
        assertThat(provider.current()).isEmpty();
    }

    @Test
    void a_broken_traceparent_begins_a_trace_of_its_own_which_the_ratio_leaves_out() throws Exception {
        TraceContext place = serve("/metrics", "00-zz-1-01", 200).orElseThrow();
        assertThat(place.sampled()).isFalse();
        assertThat(provider.recall(place.traceId())).isEmpty();
    }

    @Test
    void telemetry_that_comes_in_is_not_traced_and_neither_is_anything_without_telemetry() throws Exception {
        assertThat(serve("/v1/traces", CALLER, 200)).isEmpty();
        filter.close();
        assertThat(serve("/metrics", CALLER, 200)).isEmpty();
    }
}
