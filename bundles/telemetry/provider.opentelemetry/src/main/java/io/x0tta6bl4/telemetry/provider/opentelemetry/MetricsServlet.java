package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.telemetry.api.Metrics;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** The page {@code /metrics} on the node's loopback HTTP server, for Prometheus. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/metrics")
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final transient HotReference<Metrics> metrics = new HotReference<>("telemetry", Duration.ofSeconds(1));

    /** @param gate asks policy before each request; without it the page is not served */
    @Activate
    public MetricsServlet(
            @Reference(target = "(x0.gate=policy)", policyOption = ReferencePolicyOption.GREEDY) Filter gate) {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(ServiceReference<Metrics> reference, Metrics service) {
        metrics.bind(reference, service);
    }

    void unbindMetrics(ServiceReference<Metrics> reference) {
        metrics.unbind(reference);
    }

    @Deactivate
    void end() {
        metrics.close();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = request.getHeader("Accept");
        boolean open = accept != null && accept.contains(OPEN_METRICS);
        Optional<String> page = metrics.callIfPresent(m -> m.exposition(open));
        response.setHeader("Cache-Control", "no-store");
        if (page.isEmpty()) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "telemetry is not there");
            return;
        }
        response.setContentType(
                open ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8");
        response.getOutputStream().write(page.get().getBytes(StandardCharsets.UTF_8));
    }
}
