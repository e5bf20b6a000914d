package io.x0tta6bl4.monitor.provider.otlp;

import io.x0tta6bl4.monitor.provider.otlp.Receiver.Result;
import io.x0tta6bl4.monitor.provider.otlp.Refusals.Reason;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** OTLP over HTTP 1.x, in protobuf and JSON, on the node's HTTP server; policy stands before it as before every path. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/v1/traces",
            "osgi.http.whiteboard.servlet.pattern=/v1/metrics",
            "osgi.http.whiteboard.servlet.pattern=/v1/logs"
        })
public final class OtlpServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";

    private final transient Receiver receiver;

    @Activate
    public OtlpServlet(@Reference(policyOption = ReferencePolicyOption.GREEDY) OtlpSensor sensor) {
        this(sensor.receiver());
    }

    OtlpServlet(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String type = Optional.ofNullable(request.getContentType())
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        String coding =
                Optional.ofNullable(request.getHeader("Content-Encoding")).orElse("identity");
        boolean json = type.equals(JSON);
        if (!json && !type.equals(PROTOBUF))
            refuse(response, 415, "'" + Words.text(type) + "' is not taken; send " + PROTOBUF + " or " + JSON);
        else if (!coding.equals("identity") && !coding.equals("gzip"))
            refuse(response, 415, "'" + Words.text(coding) + "' is not taken; send gzip or no coding");
        else if (!receiver.begin()) {
            response.setHeader("Retry-After", "1");
            refuse(response, 503, "too many requests at once");
        } else
            try {
                read(request, response, json, coding.equals("gzip"));
            } finally {
                receiver.done();
            }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, boolean json, boolean packed)
            throws IOException {
        byte[] octets;
        try {
            octets = octets(request.getInputStream(), packed);
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            receiver.refused(Reason.MALFORMED);
            refuse(response, 400, "the body cannot be unpacked: " + e.getMessage());
            return;
        }
        int limit = packed ? Limits.UNPACKED : Limits.REQUEST;
        if (octets.length > limit) {
            receiver.refused(Reason.TOO_LARGE);
            refuse(response, 413, "more than " + limit + " octets; send smaller batches");
            return;
        }
        switch (receiver.take(kind(request), octets, json)) {
            case Result.Taken(byte[] answer) -> {
                response.setContentType(json ? JSON : PROTOBUF);
                response.getOutputStream().write(answer);
            }
            case Result.Malformed(String why) -> refuse(response, 400, "no request of OTLP: " + why);
            case Result.Busy() -> refuse(response, 503, "too many requests at once");
        }
    }

    private static byte[] octets(InputStream in, boolean packed) throws IOException {
        if (!packed) return in.readNBytes(Limits.REQUEST + 1);
        try (GZIPInputStream unpacked = new GZIPInputStream(new Counted(in))) {
            return unpacked.readNBytes(Limits.UNPACKED + 1);
        }
    }

    /** What travels packed has a limit too. */
    private static final class Counted extends java.io.FilterInputStream {
        private int count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int read = super.read(into, from, most);
            count += Math.max(read, 0);
            if (count > Limits.REQUEST)
                throw new java.util.zip.ZipException("more than " + Limits.REQUEST + " octets packed");
            return read;
        }
    }

    private static Kind kind(HttpServletRequest request) {
        String path = request.getServletPath();
        for (Kind kind : Kind.values()) if (path.endsWith(kind.path)) return kind;
        throw new IllegalStateException("the servlet is registered for the paths of all kinds, not for " + path);
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.getOutputStream().write((why + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
