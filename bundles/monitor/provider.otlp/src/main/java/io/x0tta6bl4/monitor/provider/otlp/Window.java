package io.x0tta6bl4.monitor.provider.otlp;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes observations of what came in since the last window. */
final class Window {
    /** Signal of the receiver itself: what it did not take within a window. */
    static final String REFUSED = "x-otlp.refused";

    private final Books books;
    private final ElementId self;

    Window(Books books, ElementId self) {
        this.books = books;
        this.self = self;
    }

    /** All observations of the window; of elements that the model knows and of others. */
    List<Observation> close(Names names, Instant now) {
        List<Observation> all = new ArrayList<>();
        synchronized (books) {
            books.services.forEach((name, book) -> service(names.service(name), book, now, all));
            books.spans
                    .edges()
                    .forEach((edge, calls) -> calls.tell(
                            now,
                            (what, value) -> all.add(Observation.measured(
                                    edge.from(),
                                    "x-edge." + Words.name(edge.to().value()) + "." + what,
                                    value,
                                    unit(what),
                                    now,
                                    OtlpSensor.NAME))));
            refused(all, now);
        }
        return all;
    }

    private static void service(ElementId element, ServiceBook book, Instant now, List<Observation> all) {
        book.calls.tell(
                now,
                (what, value) -> all.add(
                        Observation.measured(element, "x-span." + what, value, unit(what), now, OtlpSensor.NAME)));
        book.measures.forEach((name, measure) -> {
            measure.tell(
                    now,
                    (suffix, value) -> all.add(Observation.measured(
                            element, "x-metric." + name + suffix, value, measure.unit, now, OtlpSensor.NAME)));
            Duration silent = Duration.between(measure.seen(), now);
            if (measure.size() > 0 && silent.compareTo(Limits.VANISHED) > 0) vanished(element, name, silent, now, all);
        });
        logs(element, book, now, all);
    }

    /** A doubt of the sensor for half a minute, so that people are told; then the doubt is taken back, and it is forgotten. */
    private static void vanished(ElementId element, String name, Duration silent, Instant now, List<Observation> all) {
        String why = "the metric " + name + " came before, and nothing came for " + silent.toSeconds() + " s";
        Observation said = Observation.absent(element, "x-metric." + name, why, now, OtlpSensor.NAME);
        boolean old = silent.compareTo(Limits.VANISHED.plusSeconds(30)) > 0;
        all.add(old ? said : said.doubted(Quality.DOUBTFUL, why));
    }

    private static void logs(ElementId element, ServiceBook book, Instant now, List<Observation> all) {
        double seconds = Math.max(Duration.between(book.errorsSince, now).toNanos() / 1e9, 0.001);
        if (book.errors > 0 || !book.lastError.isEmpty())
            all.add(Observation.measured(element, "x-log.errors", book.errors / seconds, "1/s", now, OtlpSensor.NAME));
        if (book.errors > 0)
            all.add(Observation.state(element, "x-log.event", "error", book.lastError, now, OtlpSensor.NAME));
        book.errors = 0;
        book.errorsSince = now;
    }

    private void refused(List<Observation> all, Instant now) {
        String recent = books.refusals.takeRecent();
        Observation said = Observation.measured(self, REFUSED, recent.isEmpty() ? 0 : 1, "1", now, OtlpSensor.NAME);
        all.add(recent.isEmpty() ? said : said.doubted(Quality.DOUBTFUL, "not taken: " + recent));
    }

    private static String unit(String what) {
        return switch (what) {
            case "rate" -> "1/s";
            case "latency_p95" -> "ms";
            default -> "1";
        };
    }
}
