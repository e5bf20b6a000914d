package io.x0tta6bl4.itests.scenarios.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.x0tta6bl4.itests.scenarios.node.ActionView;
import io.x0tta6bl4.itests.scenarios.node.ChainView;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceCheckTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String ROOT = TRACE.substring(0, 16);

    private static ChainView chain(String state, boolean traced) {
        Instant at = Instant.EPOCH;
        var incident =
                new IncidentView("I-1", "store", state, Optional.of("HANG"), "it hangs", List.of(), at, at, 1, "");
        var action = new ActionView("I-1-1", "process.kill", "store", "Verified", "", at);
        JsonValue trace = traced ? Json.createValue(TRACE) : JsonValue.NULL;
        return new ChainView(
                incident,
                List.of("HANG"),
                List.of(action),
                true,
                Json.createObjectBuilder().add("trace", trace).build());
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static Span span(String name, String id, String parent) {
        return Span.newBuilder()
                .setName(name)
                .setTraceId(bytes(TRACE))
                .setSpanId(bytes(id))
                .setParentSpanId(bytes(parent))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("x0.action.id")
                        .setValue(AnyValue.newBuilder().setStringValue("I-1-1")))
                .build();
    }

    private static List<Span> whole() {
        return new ArrayList<>(List.of(
                span("observation", "1111111111111111", ROOT),
                span("analysis", "2222222222222222", ROOT),
                span("diagnosis", "3333333333333333", ROOT),
                span("action process.kill", "4444444444444444", ROOT),
                span("verification", "5555555555555555", "4444444444444444"),
                span("incident", ROOT, "")));
    }

    @Test
    void a_trace_with_every_step_is_whole() {
        assertThat(TraceCheck.broken(chain("RESOLVED", true), whole())).isEmpty();
    }

    @Test
    void the_first_span_may_be_missing_only_while_the_incident_goes_on() {
        List<Span> spans = whole();
        spans.removeLast();
        assertThat(TraceCheck.broken(chain("PAGED", true), spans)).isEmpty();
        assertThat(TraceCheck.broken(chain("RESOLVED", true), spans))
                .contains("it is over, yet there is no span incident");
    }

    @Test
    void each_step_that_is_missing_is_named() {
        for (int i = 0; i < 5; i++) {
            List<Span> spans = whole();
            Span gone = spans.remove(i);
            assertThat(TraceCheck.broken(chain("RESOLVED", true), spans))
                    .as(gone.getName())
                    .isNotEmpty();
        }
    }

    @Test
    void an_incident_without_a_trace_is_no_whole_one() {
        assertThat(TraceCheck.broken(chain("RESOLVED", false), whole())).containsExactly("the journal names no trace");
    }
}
