package io.x0tta6bl4.monitor.provider.alertmanager;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The webhook that an Alertmanager posts to; policy stands before it as before every path. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/v1/alerts")
public final class AlertmanagerServlet extends HttpServlet {
    static final int LIMIT = 1 << 20;
    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 4;
    private static final int TEXT = 200;

    private final transient AlertmanagerSensor sensor;
    private final transient Semaphore free = new Semaphore(AT_ONCE);

    @Activate
    public AlertmanagerServlet(@Reference(policyOption = ReferencePolicyOption.GREEDY) AlertmanagerSensor sensor) {
        this.sensor = sensor;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!free.tryAcquire()) {
            sensor.board().refuse("too many requests at once", true);
            answer(response, 503, "too many requests at once");
            return;
        }
        try {
            take(request.getInputStream().readNBytes(LIMIT + 1), response);
        } finally {
            free.release();
        }
    }

    private void take(byte[] octets, HttpServletResponse response) throws IOException {
        if (octets.length > LIMIT) {
            sensor.board().refuse("too large", true);
            answer(response, 413, "more than " + LIMIT + " octets; set max_alerts of the receiver");
            return;
        }
        try {
            sensor.take(octets);
            answer(response, 200, "taken");
        } catch (IllegalArgumentException e) {
            sensor.board().refuse("malformed", true);
            String why = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
            answer(response, 400, why.length() <= TEXT ? why : why.substring(0, TEXT) + "…");
        }
    }

    private static void answer(HttpServletResponse response, int status, String words) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
