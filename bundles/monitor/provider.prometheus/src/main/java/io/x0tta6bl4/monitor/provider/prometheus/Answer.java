package io.x0tta6bl4.monitor.provider.prometheus;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;

/** What a Prometheus answered to an instant query: one number, or why there is none. Its format is that of the HTTP API v1. */
sealed interface Answer {

    /** A finite number, with the time that Prometheus says it is of. */
    record Value(double value, Instant at) implements Answer {}

    /** No number, which says something of Prometheus or of the query and nothing of the element. */
    record None(String reason) implements Answer {}

    /** Reads the answer of {@code /api/v1/query}; never throws. */
    static Answer read(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject root = reader.readObject();
            if (!"success".equals(root.getString("status", "")))
                return new None(
                        "Prometheus refused the query: " + Words.of(root.getString("error", "without a reason")));
            JsonObject data = root.getJsonObject("data");
            JsonArray result = data.getJsonArray("result");
            return switch (data.getString("resultType")) {
                case "scalar" -> sample(result);
                case "vector" -> single(result);
                default ->
                    new None("the query gives a " + Words.of(data.getString("resultType"))
                            + "; it must give a scalar or a vector of one series");
            };
        } catch (JsonException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            return new None("what answered is no Prometheus: " + Words.of(String.valueOf(e.getMessage())));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return new None("Prometheus gave no number and time: " + Words.of(String.valueOf(e.getMessage())));
        }
    }

    private static Answer single(JsonArray result) {
        if (result.isEmpty()) return new None("no series; it vanished, or the query names one that never was");
        if (result.size() > 1)
            return new None("the query gives " + result.size() + " series; make it one, for example with sum(…)");
        JsonObject series = result.getJsonObject(0);
        if (!series.containsKey("value")) return new None("the query gives a histogram; it must give a number");
        return sample(series.getJsonArray("value"));
    }

    private static Answer sample(JsonArray pair) {
        BigDecimal seconds = ((JsonNumber) pair.get(0)).bigDecimalValue();
        if (seconds.precision() - seconds.scale() > 11)
            return new None("a time stamp of no time: " + Words.of(seconds.toString()));
        JsonValue given = pair.get(1);
        double value = number(((JsonString) given).getString());
        if (!Double.isFinite(value)) return new None("the value is " + value);
        return new Value(value, Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
    }

    /** Prometheus writes infinity as {@code +Inf}. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
