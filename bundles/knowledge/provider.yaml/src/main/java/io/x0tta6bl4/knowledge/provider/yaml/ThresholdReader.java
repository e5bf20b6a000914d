package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads one threshold: its levels are in the unit of its signal. */
final class ThresholdReader {
    /** Signals of a sensor that is not built in; their levels are plain numbers. */
    static final String FOREIGN = "x-";

    private final Problems problems;

    ThresholdReader(Problems problems) {
        this.problems = problems;
    }

    /** @param sources what looks at the element: its kind, and http or tcp when it has such a probe */
    Optional<Threshold> read(Values values, List<String> sources) {
        Optional<String> signal = values.get("signal", String.class)
                .filter(name -> known(values.placeOf("signal"), "signal", name, sources));
        if (signal.isEmpty() || !values.clean()) return Optional.empty();
        String limit =
                WatchSchema.LIMITS.stream().filter(values::has).findFirst().orElseThrow();
        boolean below = limit.equals("below") || limit.equals("falls-faster-than");
        boolean change = limit.endsWith("-than");
        OptionalDouble fire = level(values, limit, signal.get());
        OptionalDouble clear = values.has("clear") ? level(values, "clear", signal.get()) : fire;
        if (fire.isEmpty() || clear.isEmpty()) return Optional.empty();
        if (wrongSide(below && !change, fire.getAsDouble(), clear.getAsDouble())) return refuseClear(values, limit);
        if (values.has("may-move"))
            return bounded(values, limit, signal.get(), threshold(values, signal.get(), limit, fire, clear));
        return Optional.of(threshold(values, signal.get(), limit, fire, clear));
    }

    private static Threshold threshold(
            Values values, String signal, String limit, OptionalDouble fire, OptionalDouble clear) {
        boolean below = limit.equals("below") || limit.equals("falls-faster-than");
        double sign = limit.equals("falls-faster-than") ? -1 : 1;
        Samples samples = values.get("samples", new Samples(3, 5));
        return new Threshold(
                signal,
                limit.endsWith("-than") ? Measure.CHANGE_PER_MINUTE : Measure.LEVEL,
                below ? Direction.BELOW : Direction.ABOVE,
                sign * fire.getAsDouble(),
                sign * clear.getAsDouble(),
                samples.count(),
                samples.window(),
                Response.valueOf(values.get("response", "page").toUpperCase(Locale.ROOT)));
    }

    /** A level that falls is written without a minus, and so are its bounds. */
    private Optional<Threshold> bounded(Values values, String limit, String signal, Threshold threshold) {
        Values bounds = values.table("may-move").orElseThrow();
        OptionalDouble from = level(bounds, "from", signal);
        OptionalDouble to = level(bounds, "to", signal);
        if (from.isEmpty() || to.isEmpty()) return Optional.empty();
        boolean falls = limit.equals("falls-faster-than");
        double least = falls ? -to.getAsDouble() : from.getAsDouble();
        double most = falls ? -from.getAsDouble() : to.getAsDouble();
        if (least >= most || threshold.fire() < least || threshold.fire() > most) {
            problems.error(
                    values.placeOf("may-move"),
                    "may-move: needs 'from' below 'to', and '" + limit + "' between them or equal to one");
            return Optional.empty();
        }
        return Optional.of(new Threshold(
                threshold.signal(),
                threshold.measure(),
                threshold.direction(),
                threshold.fire(),
                threshold.clear(),
                threshold.samples(),
                threshold.window(),
                threshold.response(),
                Optional.of(new Threshold.Bounds(least, most))));
    }

    private static boolean wrongSide(boolean below, double fire, double clear) {
        return below ? clear < fire : clear > fire;
    }

    private Optional<Threshold> refuseClear(Values values, String limit) {
        String side = limit.equals("below") ? "lower" : "higher";
        problems.error(
                values.placeOf("clear"),
                "clear: is " + side + " than '" + limit + "'; allowed: the same level or one on the healthy side");
        return Optional.empty();
    }

    /** Whether something here measures the signal; complains in the name of the key otherwise. */
    boolean known(Place place, String key, String signal, List<String> sources) {
        if (signal.startsWith(FOREIGN)) return true;
        if (!Signals.UNITS.containsKey(signal)) {
            List<String> all = Signals.UNITS.keySet().stream().sorted().toList();
            String list = "; allowed: " + String.join(", ", all) + ", or a name beginning with x-";
            problems.error(
                    place, key + ": '" + signal + "' is no measured signal" + Suggestion.hint(signal, all) + list);
            return false;
        }
        String source = signal.substring(0, signal.indexOf('.'));
        if (sources.contains(source)) return true;
        String needs =
                source.equals("http") || source.equals("tcp") ? "has no " + source + " probe" : "is no " + source;
        problems.error(place, key + ": '" + signal + "' is never measured here, this element " + needs);
        return false;
    }

    private OptionalDouble level(Values values, String key, String signal) {
        Given given = values.find(key).orElseThrow();
        String text = (String) given.value();
        try {
            return OptionalDouble.of(
                    switch (Signals.UNITS.getOrDefault(signal, "")) {
                        case "By" -> Units.bytes(text);
                        case "ms" -> Units.duration(text).toNanos() / 1e6;
                        case "s" -> Units.duration(text).toNanos() / 1e9;
                        case "1" -> Units.portion(text);
                        default -> Units.number(text);
                    });
        } catch (IllegalArgumentException e) {
            problems.error(
                    given.place(), key + ": " + e.getMessage() + "; allowed for " + signal + ": " + allowed(signal));
            return OptionalDouble.empty();
        }
    }

    private static String allowed(String signal) {
        return switch (Signals.UNITS.getOrDefault(signal, "")) {
            case "By" -> Units.BYTES;
            case "ms", "s" -> Units.DURATION;
            case "1" -> "a percentage or a number, for example 80% or 0.8";
            default -> "a number without unit";
        };
    }
}
