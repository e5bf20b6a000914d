package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.loop.api.ElementHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Elements for people. */
final class Elements {
    private static final double KIBI = 1024;

    private Elements() {}

    /** A table; healthy discovered elements only when {@code all}, and a line that says how many were left out. */
    static String table(List<ElementHealth> all, Optional<Model> model, boolean everything, Screen screen) {
        Table table = new Table("ELEMENT", "KIND", "STATE", "EVIDENCE");
        int hidden = 0;
        for (ElementHealth health : all) {
            if (!everything && health.state() == ElementHealth.State.HEALTHY && discovered(health, model)) {
                hidden++;
                continue;
            }
            table.row(health.element(), health.kind(), state(health), evidence(health));
        }
        String rest =
                hidden == 0 ? "" : "\n" + hidden + " discovered elements are healthy; element:list --all shows them";
        return table.render(screen) + rest;
    }

    private static boolean discovered(ElementHealth health, Optional<Model> model) {
        return model.flatMap(m -> m.element(health.element()))
                .filter(e -> e.origin() == Element.Origin.DISCOVERED)
                .isPresent();
    }

    private static Table.Cell state(ElementHealth health) {
        return new Table.Cell(
                health.state().name(),
                switch (health.state()) {
                    case HEALTHY -> Colour.GREEN;
                    case SICK -> Colour.RED;
                    case UNKNOWN -> Colour.YELLOW;
                    case STOPPED -> Colour.GREY;
                });
    }

    /** Symptoms if there are any, else what the sensors say; then why the loop leaves it alone. */
    private static String evidence(ElementHealth health) {
        String seen = health.symptoms().isEmpty()
                ? health.observations().stream()
                        .filter(o -> o.reading() instanceof Reading.State)
                        .map(o -> o.signal() + "=" + reading(o.reading()))
                        .collect(Collectors.joining(", "))
                : health.symptoms().stream().map(Symptom::summary).collect(Collectors.joining("; "));
        if (health.note().isEmpty()) return seen.isEmpty() ? "no observation" : seen;
        return seen.isEmpty() ? health.note() : seen + " (" + health.note() + ")";
    }

    static String page(ElementHealth health, Optional<Model> model, Instant now, Screen screen) {
        StringBuilder page = new StringBuilder();
        Table.Cell state = state(health);
        page.append(screen.paint(health.element().value(), Colour.BOLD))
                .append("  ")
                .append(health.kind())
                .append("  ")
                .append(screen.paint(state.text(), state.colour()));
        if (!health.note().isEmpty()) page.append("\nleft alone     ").append(health.note());
        model.flatMap(m -> m.element(health.element()))
                .ifPresent(element -> page.append("\nclass          ")
                        .append(element.elementClass())
                        .append(", zone ")
                        .append(element.zone())
                        .append(", ")
                        .append(element.origin().name().toLowerCase(Locale.ROOT))
                        .append("\ndepends on     ")
                        .append(names(element.dependsOn()))
                        .append("\nneeded by      ")
                        .append(names(model.get().dependents(element.id()))));
        if (health.symptoms().isEmpty()) page.append("\nsymptoms       none");
        for (Symptom symptom : health.symptoms())
            page.append("\nsymptom        ")
                    .append(symptom(symptom))
                    .append(", for ")
                    .append(Words.duration(Duration.between(symptom.since(), now)));
        Table table = new Table("SIGNAL", "VALUE", "AGE", "SENSOR", "QUALITY");
        for (Observation o : health.observations())
            table.row(
                    o.signal(),
                    reading(o.reading()),
                    Words.duration(Duration.between(o.at(), now)),
                    o.sensor(),
                    quality(o));
        return page.append(health.observations().isEmpty() ? "\nobservations   none" : "\n\n" + table.render(screen))
                .toString();
    }

    private static String names(java.util.Set<?> ids) {
        return ids.isEmpty() ? "nothing" : ids.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static String symptom(Symptom symptom) {
        return symptom.element() + " "
                + symptom.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + symptom.summary() + " ("
                + symptom.detector() + ")";
    }

    static String observation(Observation o) {
        return o.element() + " " + o.signal() + "=" + reading(o.reading()) + " (" + o.sensor()
                + (o.quality() == Observation.Quality.GOOD ? ")" : ", " + quality(o) + ")");
    }

    private static String quality(Observation o) {
        String word = o.quality().name().toLowerCase(Locale.ROOT);
        return o.doubt().isEmpty() ? word : word + ": " + o.doubt();
    }

    static String reading(Reading reading) {
        return switch (reading) {
            case Reading.State(String value, String detail) -> detail.isEmpty() ? value : value + " (" + detail + ")";
            case Reading.Absent(String reason) -> "absent: " + reason;
            case Reading.Measured(double value, String unit) -> measured(value, unit);
        };
    }

    private static String measured(double value, String unit) {
        if (unit.equals("By")) return String.format(Locale.ROOT, "%.1f MiB", value / KIBI / KIBI);
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        String number = whole ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.3g", value);
        return unit.equals("1") || unit.startsWith("{") ? number : number + " " + unit;
    }
}
