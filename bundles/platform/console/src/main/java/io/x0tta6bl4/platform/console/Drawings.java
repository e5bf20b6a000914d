package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pictures of an incident, as SVG within a page. */
final class Drawings {
    private static final int WIDTH = 860;
    private static final int ROW = 24;
    private static final int LABEL = 190;
    private static final int BOX_WIDTH = 150;
    private static final int BOX_HEIGHT = 34;
    private static final int ELEMENTS = 60;
    private static final int CHART = 110;

    private Drawings() {}

    /** What is needed by what: the incident's cause, what suffers, and all that they need or are needed by. */
    static void graph(Html page, Diagnosis diagnosis, ElementId mended, Model model) {
        Set<ElementId> shown = new TreeSet<>(Set.of(mended));
        shown.addAll(diagnosis.blastRadius());
        for (ElementId id : List.copyOf(shown)) {
            shown.addAll(model.allDependencies(id));
            shown.addAll(model.allDependents(id));
        }
        List<ElementId> all = shown.stream().limit(ELEMENTS).toList();
        Map<Integer, List<ElementId>> layers = new TreeMap<>(Comparator.reverseOrder()); // callers first
        for (ElementId id : all)
            layers.computeIfAbsent(depth(id, model, all.size()), d -> new ArrayList<>())
                    .add(id);
        int widest = layers.values().stream().mapToInt(List::size).max().orElse(1);
        Map<ElementId, int[]> places = new HashMap<>();
        int column = 0;
        for (List<ElementId> layer : layers.values()) {
            for (int i = 0; i < layer.size(); i++)
                places.put(layer.get(i), new int[] {10 + column * (BOX_WIDTH + 60), 10 + i * (BOX_HEIGHT + 16)});
            column++;
        }
        svg(page, Math.max(WIDTH, 10 + column * (BOX_WIDTH + 60)), 20 + widest * (BOX_HEIGHT + 16), "what needs what");
        for (ElementId id : all)
            for (ElementId on : model.dependencies(id))
                if (places.containsKey(on)) edge(page, places.get(id), places.get(on));
        for (ElementId id : all)
            box(
                    page,
                    id,
                    places.get(id),
                    id.equals(mended),
                    diagnosis.blastRadius().contains(id));
        page.raw("</svg>");
        if (shown.size() > ELEMENTS)
            page.tag("p", (shown.size() - ELEMENTS) + " more elements are not drawn.", "class", "faint");
    }

    /** How many steps it is away from what needs nothing; bounded, should there be a circle. */
    private static int depth(ElementId id, Model model, int most) {
        int deepest = 0;
        if (most <= 0) return deepest;
        for (ElementId on : model.dependencies(id)) deepest = Math.max(deepest, 1 + depth(on, model, most - 1));
        return deepest;
    }

    private static void edge(Html page, int[] from, int[] to) {
        page.open(
                "line",
                "x1",
                from[0] + (from[0] < to[0] ? BOX_WIDTH : 0),
                "y1",
                from[1] + BOX_HEIGHT / 2,
                "x2",
                to[0] + (from[0] < to[0] ? 0 : BOX_WIDTH),
                "y2",
                to[1] + BOX_HEIGHT / 2,
                "class",
                "edge",
                "marker-end",
                "url(#arrow)");
        page.raw("</line>");
    }

    private static void box(Html page, ElementId id, int[] at, boolean cause, boolean suffers) {
        String kind = cause ? "cause" : suffers ? "suffers" : "well";
        page.open(
                        "rect",
                        "x",
                        at[0],
                        "y",
                        at[1],
                        "width",
                        BOX_WIDTH,
                        "height",
                        BOX_HEIGHT,
                        "rx",
                        6,
                        "class",
                        "box " + kind)
                .raw("</rect>");
        page.tag("text", (cause ? "● " : suffers ? "○ " : "") + id, "x", at[0] + 8, "y", at[1] + 22, "class", "label");
    }

    /** One bar for each span, from the first evidence on. */
    static void timeline(Html page, List<FinishedSpan> spans) {
        Instant first =
                spans.stream().map(FinishedSpan::start).min(Instant::compareTo).orElseThrow();
        Instant last =
                spans.stream().map(FinishedSpan::end).max(Instant::compareTo).orElseThrow();
        double whole = Math.max(1, Duration.between(first, last).toNanos());
        svg(page, WIDTH, spans.size() * ROW + 10, "the trace");
        for (int i = 0; i < spans.size(); i++) {
            FinishedSpan span = spans.get(i);
            double x = LABEL + Duration.between(first, span.start()).toNanos() / whole * (WIDTH - LABEL - 90);
            double width =
                    Math.max(2, Duration.between(span.start(), span.end()).toNanos() / whole * (WIDTH - LABEL - 90));
            page.tag("text", span.name(), "x", 4, "y", i * ROW + 17, "class", "label");
            page.open(
                            "rect",
                            "x",
                            number(x),
                            "y",
                            i * ROW + 5,
                            "width",
                            number(width),
                            "height",
                            ROW - 9,
                            "rx",
                            3,
                            "class",
                            span.error().isPresent() ? "bar bad" : "bar")
                    .raw("</rect>");
            page.tag(
                    "text",
                    Words.duration(Duration.between(span.start(), span.end())),
                    "x",
                    number(x + width + 5),
                    "y",
                    i * ROW + 17,
                    "class",
                    "faint");
        }
        page.raw("</svg>");
    }

    /** The observations of one signal that the journal holds: a line for numbers, a dot with its word for states. */
    static void chart(Html page, String title, List<Observation> seen) {
        Instant first = seen.getFirst().at();
        double whole = Math.max(1, Duration.between(first, seen.getLast().at()).toNanos());
        double top = seen.stream().mapToDouble(Drawings::value).max().orElse(0);
        double low =
                Math.min(0, seen.stream().mapToDouble(Drawings::value).min().orElse(0));
        page.tag("h4", title);
        svg(page, WIDTH, CHART, title);
        StringBuilder points = new StringBuilder();
        for (Observation o : seen) {
            double x = 10 + Duration.between(first, o.at()).toNanos() / whole * (WIDTH - 130);
            double y = CHART - 25 - (top == low ? 0 : (value(o) - low) / (top - low) * (CHART - 50));
            if (o.reading() instanceof Reading.Measured)
                points.append(number(x)).append(',').append(number(y)).append(' ');
            page.open("circle", "cx", number(x), "cy", number(y), "r", 3, "class", "dot")
                    .raw("</circle>");
        }
        page.open("polyline", "points", points.toString().strip(), "class", "line")
                .raw("</polyline>");
        page.tag(
                "text",
                Elements.reading(seen.getLast().reading()),
                "x",
                WIDTH - 4,
                "y",
                14,
                "text-anchor",
                "end",
                "class",
                "label");
        page.tag("text", first.toString(), "x", 4, "y", CHART - 4, "class", "faint");
        page.raw("</svg>");
    }

    private static double value(Observation o) {
        return o.reading() instanceof Reading.Measured measured ? measured.value() : 0;
    }

    private static void svg(Html page, int width, int height, String title) {
        page.open("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "aria-label", title, "width", width);
        page.raw("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
                + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0L8,4L0,8z\""
                + " class=\"head\"/></marker></defs>");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
