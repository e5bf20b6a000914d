package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.platform.api.SelfTestResult;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people and for programs. What is not known is a dash for people and null for programs. */
final class Rendering {
    private static final List<String> HEAD = List.of("PART", "STATE", "API", "PROVIDER", "KIND", "LAST SELF-TEST");

    private Rendering() {}

    static String table(Report report, Instant now) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        report.parts().forEach(part -> rows.add(row(part, now)));
        StringBuilder text = new StringBuilder(aligned(rows));
        for (Part part : report.parts())
            part.problem()
                    .ifPresent(problem -> text.append(System.lineSeparator())
                            .append(System.lineSeparator())
                            .append(part.name())
                            .append(" is not ready: ")
                            .append(problem)
                            .append(
                                    part.without().isEmpty()
                                            ? ""
                                            : System.lineSeparator() + "  without it: " + part.without()));
        for (String problem : report.problems())
            text.append(System.lineSeparator()).append(System.lineSeparator()).append(problem);
        for (Part part : report.parts())
            part.caution()
                    .ifPresent(caution -> text.append(System.lineSeparator())
                            .append(System.lineSeparator())
                            .append(part.name())
                            .append(" is ready, but: ")
                            .append(caution));
        // That it is not ready, the failure of the command says.
        if (report.ready())
            text.append(System.lineSeparator()).append(System.lineSeparator()).append(verdict(report));
        return text.toString();
    }

    static String verdict(Report report) {
        if (report.ready())
            return "READY: " + report.parts().size() + " of " + report.parts().size() + " parts";
        List<String> why = new ArrayList<>(report.missing());
        if (why.isEmpty()) why.addAll(report.problems());
        return "NOT READY: " + String.join(", ", why);
    }

    private static List<String> row(Part part, Instant now) {
        return List.of(
                part.name(),
                part.ok() ? "ready" : "NOT READY",
                part.apiVersion().orElse("-"),
                part.provider().map(p -> p.bundle() + " " + p.version()).orElse("-"),
                part.provider().map(p -> p.real() ? "real" : "STUB").orElse("-"),
                part.selfTest()
                        .map(test -> selfTest(test, now))
                        .orElse(part.provider().isEmpty() ? "-" : "none offered"));
    }

    private static String selfTest(SelfTestResult test, Instant now) {
        long seconds = Math.max(0, Duration.between(test.at(), now).toSeconds());
        return String.format(
                Locale.ROOT,
                "%s in %.1f ms, %d s ago: %s",
                test.passed() ? "passed" : "FAILED",
                test.took().toNanos() / 1e6,
                seconds,
                test.what());
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++)
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            lines.add(line.toString().stripTrailing());
        }
        return String.join(System.lineSeparator(), lines);
    }

    static JsonObject json(Report report) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        report.parts().forEach(part -> parts.add(json(part)));
        return Json.createObjectBuilder()
                .add("ready", report.ready())
                .add("missing", Json.createArrayBuilder(report.missing()))
                .add("problems", Json.createArrayBuilder(report.problems()))
                .add("parts", parts)
                .build();
    }

    private static JsonObjectBuilder json(Part part) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", part.name())
                .add("ready", part.ok())
                .add("problem", text(part.problem()))
                .add("service", part.service())
                .add("apiVersion", text(part.apiVersion()))
                .add("waitsFor", Json.createArrayBuilder(part.waitsFor()))
                .add("without", part.without());
        part.provider()
                .ifPresentOrElse(
                        p -> json.add(
                                "provider",
                                Json.createObjectBuilder()
                                        .add("bundle", p.bundle())
                                        .add("version", p.version())
                                        .add("kind", p.real() ? "real" : "stub")),
                        () -> json.addNull("provider"));
        part.selfTest()
                .ifPresentOrElse(
                        t -> json.add(
                                "selfTest",
                                Json.createObjectBuilder()
                                        .add("what", t.what())
                                        .add("at", t.at().toString())
                                        .add("passed", t.passed())
                                        .add("tookMillis", t.took().toNanos() / 1e6)
                                        .add("detail", t.detail())),
                        () -> json.addNull("selfTest"));
        return json;
    }

    private static JsonValue text(Optional<String> value) {
        return value.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    static String usage(String... lines) {
        return String.join(System.lineSeparator(), Arrays.asList(lines));
    }
}
