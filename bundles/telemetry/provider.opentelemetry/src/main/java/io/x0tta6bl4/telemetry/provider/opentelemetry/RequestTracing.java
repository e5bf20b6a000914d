package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.Span;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * A span for each request to the node's HTTP server, within the trace of the caller where it sends {@code traceparent} (W3C
 * Trace Context). Received telemetry is left out: a node that exports to itself would never come to rest.
 */
@Component(
        service = {Filter.class, RequestTracing.class},
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)",
            "service.ranking:Integer=900000"
        })
public final class RequestTracing implements Filter {
    private static final String RECEIVED = "/v1/";

    private final HotReference<Tracing> tracing = new HotReference<>("telemetry", Duration.ofMillis(1));

    @Activate
    public RequestTracing() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTracing(ServiceReference<Tracing> reference, Tracing service) {
        tracing.bind(reference, service);
    }

    void unbindTracing(ServiceReference<Tracing> reference) {
        tracing.unbind(reference);
    }

    /** For use without a framework. */
    RequestTracing with(Tracing service) {
        tracing.bind(0, service);
        return this;
    }

    @Deactivate
    void close() {
        tracing.close();
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        String path = Optional.ofNullable(request.getServletPath()).orElse("");
        Optional<Span> begun = path.startsWith(RECEIVED) ? Optional.empty() : begin(request, path);
        if (begun.isEmpty()) {
            chain.doFilter(any, answer);
            return;
        }
        try (Span span = begun.get()) {
            chain.doFilter(any, answer);
            int status = ((HttpServletResponse) answer).getStatus();
            span.set(new Attribute("http.response.status_code", (long) status));
            if (status >= 500) span.fail("status " + status);
        }
    }

    private Optional<Span> begin(HttpServletRequest request, String path) {
        Optional<TraceContext> caller =
                Optional.ofNullable(request.getHeader("traceparent")).flatMap(TraceContext::parse);
        return tracing.callIfPresent(t -> t.start(request.getMethod() + " " + path, SpanKind.SERVER, caller)
                .set(new Attribute("http.request.method", request.getMethod()))
                .set(new Attribute("url.path", path)));
    }
}
