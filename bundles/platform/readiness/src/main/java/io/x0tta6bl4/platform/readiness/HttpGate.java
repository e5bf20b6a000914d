package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.PolicyEngine;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Puts policy before every HTTP endpoint: reading is {@code read}, all else {@code write}, the target is {@code http:/path}. A
 * caller over the secure channel has the identity that was verified there, any other is somebody on this host. Only probes of
 * health over plain HTTP are answered without asking, so that a broken policy makes a node not ready and does not get it killed;
 * from another host they learn yes or no, and no more.
 */
@Component(
        service = {Filter.class, HttpGate.class},
        // As properties, not as annotations: those would keep the whole bundle from resolving on a node without HTTP.
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)",
            "osgi.http.whiteboard.filter.dispatcher=REQUEST",
            "osgi.http.whiteboard.filter.dispatcher=ASYNC",
            "service.ranking:Integer=1000000",
            // What must not be served without it waits for a filter that has this.
            "x0.gate=policy"
        })
public final class HttpGate implements Filter {
    /** Request attribute in which the secure channel leaves the verified SPIFFE ID of its peer. */
    static final String PEER = "io.x0tta6bl4.channel.peer";

    private static final String PROBES = "/health/";

    /** Whoever speaks plain HTTP from another host; only a node with {@code --http ADDRESS:PORT} ever meets one. */
    static final String ELSEWHERE = "spiffe://" + LocalIdentity.TRUST_DOMAIN + "/http/elsewhere";

    private final Guard guard = new Guard();

    @Activate
    public HttpGate() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(ServiceReference<PolicyEngine> reference, PolicyEngine engine) {
        guard.engine().bind(reference, engine);
    }

    void unbindEngine(ServiceReference<PolicyEngine> reference) {
        guard.engine().unbind(reference);
    }

    /** Stands for the framework in a test. */
    HttpGate with(PolicyEngine engine) {
        guard.with(engine);
        return this;
    }

    @Deactivate
    void close() {
        guard.close();
    }

    @Override
    public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        Decision decision = decide(request);
        if (decision.allowed()) {
            chain.doFilter(any, answer);
            return;
        }
        HttpServletResponse response = (HttpServletResponse) answer;
        boolean broken = decision instanceof Decision.Broken;
        response.setStatus(broken ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println("Refused: " + decision.reason());
    }

    private Decision decide(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        boolean reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        boolean secure = request.isSecure();
        if (!secure && reads && path.startsWith(PROBES)) return new Decision.Allowed("a probe of health");
        return guard.decide(who(request, secure), reads ? "read" : "write", "http:" + path);
    }

    /** By the address of the connection; what a client writes into its headers does not count. */
    static boolean local(ServletRequest request) {
        String from = String.valueOf(request.getRemoteAddr());
        return from.startsWith("127.") || from.equals("::1") || from.equals("0:0:0:0:0:0:0:1");
    }

    /** Attributes are set by the server, never by a client. */
    private static String who(HttpServletRequest request, boolean secure) {
        if (!secure) return local(request) ? LocalIdentity.LOOPBACK : ELSEWHERE;
        return request.getAttribute(PEER) instanceof String peer ? peer : "";
    }
}
