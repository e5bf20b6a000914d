package io.x0tta6bl4.monitor.provider.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Model;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The servlet with the four things of a request that it reads. */
class OtlpServletTest {
    private final Books books = new Books(Limits.DEFAULT, Instant::now);
    private final OtlpServlet servlet = new OtlpServlet(new Receiver(books, () -> new Names(Model.empty("n"))));

    private static byte[] packed(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(octets);
        }
        return out.toByteArray();
    }

    private int post(String type, String coding, byte[] body) throws IOException {
        AtomicInteger status = new AtomicInteger(200);
        var in = new ByteArrayInputStream(body);
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getContentType" -> type;
                    case "getHeader" -> coding;
                    case "getServletPath" -> "/v1/metrics";
                    case "getInputStream" -> input(in);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (_, method, given) -> {
                    if (method.getName().equals("setStatus")) status.set((int) given[0]);
                    return method.getName().equals("getOutputStream") ? output() : null;
                });
        servlet.doPost(request, response);
        return status.get();
    }

    private static ServletInputStream input(ByteArrayInputStream in) {
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                return in.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read() {
                return in.read();
            }
        };
    }

    private static ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(int octet) {
                // nobody reads it
            }
        };
    }

    @Test
    void protobuf_is_taken_plain_and_packed() throws IOException {
        byte[] gauge = Telling.gauge("shop", "queue", Telling.point(3, Instant.now()));
        assertThat(post("application/x-protobuf", null, gauge)).isEqualTo(200);
        assertThat(post("application/x-protobuf", "gzip", packed(gauge))).isEqualTo(200);
        assertThat(books.words()).contains("taken 2 points");
    }

    @Test
    void what_cannot_be_read_is_refused_with_the_right_status() throws IOException {
        assertThat(post("text/plain", null, new byte[0])).isEqualTo(415);
        assertThat(post("application/json", "br", new byte[0])).isEqualTo(415);
        assertThat(post("application/json", null, "{".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(400);
        assertThat(post("application/x-protobuf", "gzip", new byte[] {1, 2, 3})).isEqualTo(400);
        assertThat(post("application/x-protobuf", null, new byte[Limits.REQUEST + 1]))
                .isEqualTo(413);
    }

    @Test
    void a_bomb_that_unpacks_without_end_is_given_up() throws IOException {
        byte[] bomb = packed(new byte[100 << 20]);
        assertThat(bomb.length).isLessThan(200_000);
        assertThat(post("application/x-protobuf", "gzip", bomb)).isEqualTo(413);
        assertThat(books.refusedFor(Refusals.Reason.TOO_LARGE)).isEqualTo(1);
    }
}
