package io.x0tta6bl4.execute.provider.http;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Effector that calls an HTTP hook: posts {@code {"element": …, "action": …}} and takes any 2xx answer for done. The action id
 * is also the {@code Idempotency-Key}, so that a receiver can tell a repeated call, also one after a restart of the node.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        property = {"x0.capability=execute", "x0.name=http"})
public final class HttpEffector implements Effector, SelfTest {
    /** No hook is waited for longer than this, whatever the action's deadline. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration SELF_TEST_LIMIT = Duration.ofMillis(900);

    /** One for each element, so that a slow hook of one does not hold up another. */
    private final Map<String, Once> once = new ConcurrentHashMap<>();

    @Activate
    public HttpEffector() {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public boolean handles(Command command) {
        return command instanceof Command.CallHook;
    }

    @Override
    public boolean possible(Element element, Command command) {
        return command instanceof Command.CallHook(URI url) && element.hooks().contains(url);
    }

    @Override
    public Effect apply(Order order) {
        if (!(order.action().command() instanceof Command.CallHook(URI url)))
            return new Effect.Refused("the HTTP effector does not know "
                    + order.action().command().name());
        return once.computeIfAbsent(order.element().id().value(), id -> new Once())
                .apply(order, () -> call(order, url));
    }

    private static Effect call(Order order, URI url) {
        Duration deadline = order.action().deadline();
        String json = "{\"element\":" + Hook.quote(order.element().id().value()) + ",\"action\":"
                + Hook.quote(order.action().id()) + "}";
        try {
            var answer = Hook.post(url, order.action().id(), json, deadline.compareTo(LIMIT) < 0 ? deadline : LIMIT);
            String said = "status " + answer.status() + (answer.excerpt().isEmpty() ? "" : ": " + answer.excerpt());
            return answer.good()
                    ? new Effect.Done(url + " answered with " + said)
                    : new Effect.Failed(url + " answered with " + said + "; need a status from 200 to 299");
        } catch (IOException | IllegalArgumentException e) {
            return new Effect.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("a call cannot be taken back");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("post to a socket of my own and read its answer", () -> {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> answer(server));
                URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
                var answer = Hook.post(url, "self-test", "{}", SELF_TEST_LIMIT);
                if (answer.status() != 200 || !answer.excerpt().equals("heard"))
                    throw new IOException("expected 200 heard, got " + answer);
                return "posted, answered";
            }
        });
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] head = new byte[4096];
            StringBuilder heard = new StringBuilder();
            while (!heard.toString().endsWith("{}")) {
                int n = socket.getInputStream().read(head);
                if (n < 0) return;
                heard.append(new String(head, 0, n, StandardCharsets.ISO_8859_1));
            }
            boolean complete = heard.toString().contains("Idempotency-Key: self-test");
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + (complete ? 200 : 400)
                                    + " X\r\nContent-Length: 5\r\nConnection: close\r\n\r\nheard")
                            .getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closed) {
            // The caller ends without an answer and reports that.
        }
    }
}
