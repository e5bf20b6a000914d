package io.x0tta6bl4.monitor.provider.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.x0tta6bl4.monitor.provider.otlp.Refusals.Reason;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Takes one request of OTLP, however it came. At most four are read at a time; a fifth is asked to come again. */
final class Receiver {

    /** How a request ended. */
    sealed interface Result {
        /** Taken, all of it but what the answer names. */
        record Taken(byte[] answer) implements Result {}

        /** Not readable; sending it again does not help. */
        record Malformed(String why) implements Result {}

        /** Not now; it may be sent again. */
        record Busy() implements Result {}
    }

    private final Books books;
    private final Supplier<Names> names;
    private final Semaphore free = new Semaphore(Limits.AT_ONCE);

    Receiver(Books books, Supplier<Names> names) {
        this.books = books;
        this.names = names;
    }

    /** Whether there is room for one more; {@link #done} gives it back. */
    boolean begin() {
        boolean room = free.tryAcquire();
        if (!room) books.refused(Reason.BUSY);
        return room;
    }

    void done() {
        free.release();
    }

    Result take(Kind kind, byte[] octets, boolean json) {
        try {
            Message request = kind.read(octets, json);
            int refused = switch (request) {
                case ExportTraceServiceRequest traces -> books.traces(traces.getResourceSpansList(), names.get());
                case ExportMetricsServiceRequest metrics -> books.metrics(metrics.getResourceMetricsList());
                case ExportLogsServiceRequest logs -> books.logs(logs.getResourceLogsList());
                default -> throw new IllegalStateException("no such request");
            };
            return new Result.Taken(
                    kind.answer(refused, refused == 0 ? "" : "the self-test of the sensor otlp says why", json));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            books.refused(Reason.MALFORMED);
            return new Result.Malformed(Words.text(String.valueOf(e.getMessage())));
        }
    }

    void refused(Reason reason) {
        books.refused(reason);
    }
}
