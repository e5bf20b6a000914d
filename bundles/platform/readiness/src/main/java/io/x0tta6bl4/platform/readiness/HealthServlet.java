package io.x0tta6bl4.platform.readiness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Answers probes: {@code /health/live}, {@code /health/ready} and {@code /health/started} with 200 or 503 and the reason as
 * JSON.
 */
@Component(
        service = Servlet.class,
        // As a property, not as the annotation: that would keep the whole bundle from resolving on a node without HTTP.
        property = "osgi.http.whiteboard.servlet.pattern=/health/*")
public final class HealthServlet extends HttpServlet {
    private final transient Readiness readiness;
    private final transient Liveness liveness;

    @Activate
    public HealthServlet(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Readiness readiness,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) HttpGate gate) {
        this.readiness = readiness;
        this.liveness = new Liveness(context);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/live" -> {
                List<String> problems = liveness.problems();
                answer(request, response, problems.isEmpty(), state("live", problems.isEmpty(), problems));
            }
            case "/started" -> {
                boolean started = readiness.started();
                answer(
                        request,
                        response,
                        started,
                        state(
                                "started",
                                started,
                                started ? List.of() : readiness.report().problems()));
            }
            case "/ready" -> {
                Report report = readiness.report();
                answer(request, response, report.ready(), Rendering.json(report));
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static JsonObject state(String name, boolean good, List<String> problems) {
        return Json.createObjectBuilder()
                .add(name, good)
                .add("problems", Json.createArrayBuilder(problems))
                .build();
    }

    /** Whoever asks in the clear from another host gets the answer and not the reasons: those name what is weak here. */
    private static void answer(HttpServletRequest request, HttpServletResponse response, boolean good, JsonObject body)
            throws IOException {
        response.setStatus(good ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        boolean trusted = request.isSecure() || HttpGate.local(request);
        response.getWriter().println(trusted ? body : "{\"good\":" + good + "}");
    }
}
