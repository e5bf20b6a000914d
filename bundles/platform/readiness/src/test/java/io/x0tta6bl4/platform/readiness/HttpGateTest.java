package io.x0tta6bl4.platform.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.policy.api.FixedAnswer;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpGateTest {
    private static final String PEER = "spiffe://prod.example/probe";

    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(200);
    private String from = "127.0.0.1";
    private final StringWriter said = new StringWriter();

    private void request(HttpGate gate, String method, String path, boolean secure, Map<String, Object> attributes)
            throws Exception {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, given) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getServletPath" -> "";
                    case "getPathInfo" -> path;
                    case "isSecure" -> secure;
                    case "getRemoteAddr" -> from;
                    case "getAttribute" -> attributes.get(String.valueOf(given[0]));
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, called, given) -> {
                    if (called.getName().equals("setStatus")) status.set((Integer) given[0]);
                    return called.getName().equals("getWriter") ? new PrintWriter(said, true) : null;
                });
        gate.doFilter(request, response, (a, b) -> passed.incrementAndGet());
    }

    @Test
    void a_probe_from_this_host_is_answered_without_an_engine() throws Exception {
        request(new HttpGate(), "GET", "/health/live", false, Map.of());
        assertThat(passed).hasValue(1);
    }

    @Test
    void everything_else_is_refused_without_an_engine() throws Exception {
        request(new HttpGate(), "GET", "/admin", false, Map.of());
        request(new HttpGate(), "POST", "/health/live", false, Map.of());
        request(new HttpGate(), "GET", "/health/live", true, Map.of(HttpGate.PEER, PEER));
        assertThat(passed).hasValue(0);
        assertThat(status).hasValue(503);
        assertThat(said.toString()).contains("no policy engine");
    }

    @Test
    void a_caller_in_the_clear_from_another_host_is_nobody_from_this_host() throws Exception {
        from = "10.4.0.7";
        FixedAnswer no = new FixedAnswer(request -> request.who().equals(LocalIdentity.LOOPBACK));
        request(new HttpGate().with(no), "GET", "/metrics", false, Map.of());
        assertThat(no.asked).containsExactly(new Request(HttpGate.ELSEWHERE, "read", "http:/metrics"));
        assertThat(status).hasValue(403);
        assertThat(passed).hasValue(0);

        request(new HttpGate(), "GET", "/health/ready", false, Map.of());
        assertThat(passed).hasValue(1);
    }

    @Test
    void a_peer_of_the_channel_is_asked_for_by_its_identity_also_for_probes() throws Exception {
        FixedAnswer no = new FixedAnswer(request -> false);
        request(new HttpGate().with(no), "GET", "/health/ready", true, Map.of(HttpGate.PEER, PEER));
        assertThat(no.asked).containsExactly(new Request(PEER, "read", "http:/health/ready"));
        assertThat(status).hasValue(403);
        assertThat(passed).hasValue(0);
    }

    @Test
    void a_plain_caller_cannot_name_itself_a_peer() throws Exception {
        FixedAnswer yes = FixedAnswer.yes();
        request(new HttpGate().with(yes), "DELETE", "/admin", false, Map.of(HttpGate.PEER, PEER));
        assertThat(yes.asked).containsExactly(new Request(LocalIdentity.LOOPBACK, "write", "http:/admin"));
        assertThat(passed).hasValue(1);
    }

    @Test
    void a_secure_caller_without_a_name_is_refused_even_by_a_policy_that_allows_all() throws Exception {
        request(new HttpGate().with(FixedAnswer.yes()), "GET", "/admin", true, Map.of());
        assertThat(passed).hasValue(0);
    }
}
