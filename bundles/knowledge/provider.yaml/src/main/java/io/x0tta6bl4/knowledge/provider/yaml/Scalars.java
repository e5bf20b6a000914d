package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of single values of the watch file. */
final class Scalars {
    private static final Pattern SAMPLES = Pattern.compile("([0-9]{1,4}) +of +([0-9]{1,4})");
    private static final Pattern STATUS = Pattern.compile("([0-9]{3})(?: ?- ?([0-9]{3}))?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/]+):([0-9]{1,9})");
    private static final List<String> TEXT = List.of("string", "number", "boolean");

    static final Shape.Scalar ANY_TEXT = new Shape.Scalar("a text", "any text", Map.of("type", TEXT), text -> text);
    static final Shape.Scalar TEXT_NOT_BLANK =
            new Shape.Scalar("a text", "a text that is not blank", Map.of("type", TEXT), Scalars::notBlank);
    static final Shape.Scalar ELEMENT = new Shape.Scalar(
            "the name of an element",
            "1 to 200 letters, digits and . _ - / : @ $, beginning with a letter or digit",
            Map.of("type", TEXT),
            Scalars::element);
    static final Shape.Scalar CLUSTER_NAME = new Shape.Scalar(
            "a name in a cluster",
            "up to 253 lower-case letters, digits, - and ., beginning and ending with a letter or digit, for example"
                    + " shop",
            Map.of("type", TEXT),
            Scalars::clusterName);
    static final Shape.Scalar VARIABLE = new Shape.Scalar(
            "the name of a variable",
            "a text without = and blanks, for example PORT",
            Map.of("type", "string"),
            text -> {
                if (text.isEmpty() || text.indexOf('=') >= 0 || text.chars().anyMatch(c -> c <= ' '))
                    throw new IllegalArgumentException("'" + text + "' is no name of a variable");
                return text;
            });
    static final Shape.Scalar DURATION =
            new Shape.Scalar("a duration", Units.DURATION, pattern(Units.FORM_DURATION), Units::duration);
    static final Shape.Scalar SHARE = new Shape.Scalar(
            "a share",
            Units.SHARE,
            Map.of("type", List.of("number", "string"), "maximum", 1, "minimum", 0),
            Units::share);
    static final Shape.Scalar LEVEL = new Shape.Scalar(
            "a level in the unit of the signal",
            "512MiB for bytes, 80% for shares, 250ms for latencies, a number for counts",
            Map.of("type", List.of("number", "string")),
            text -> text);
    static final Shape.Scalar SWITCH =
            new Shape.Scalar("true or false", "true or false", Map.of("type", "boolean"), Scalars::yes);
    static final Shape.Scalar URL = new Shape.Scalar(
            "an address",
            "http or https with a host, port 1-65535, for example http://127.0.0.1:8080/health",
            pattern("^https?://"),
            Scalars::url);
    static final Shape.Scalar ADDRESS_TCP = new Shape.Scalar(
            "an address", "host:port, port 1-65535, for example 127.0.0.1:8081", pattern(":[0-9]+$"), Scalars::address);
    static final Shape.Scalar SAMPLES_OF = new Shape.Scalar(
            "a count",
            "N of M with 1 <= N <= M <= 1000, for example 2 of 3",
            pattern("^[0-9]+ +of +[0-9]+$"),
            Scalars::samples);
    static final Shape.Scalar STATUS_RANGE = new Shape.Scalar(
            "a status",
            "a status or a range of them within 100-599, for example 200 or 200-299",
            Map.of("type", List.of("integer", "string"), "minimum", 100, "maximum", 599),
            Scalars::status);
    static final Shape.Scalar TIME = new Shape.Scalar(
            "a time of day",
            "HH:MM in quotes, for example \"02:00\"",
            pattern("^[0-2][0-9]:[0-5][0-9]$"),
            Scalars::time);

    private Scalars() {}

    static Shape.Scalar integer(int low, int high) {
        return new Shape.Scalar(
                "a whole number",
                "a whole number from " + low + " to " + high,
                Map.of("type", "integer", "minimum", low, "maximum", high),
                text -> {
                    if (!text.matches("[+-]?[0-9]{1,18}"))
                        throw new IllegalArgumentException("'" + text + "' is no whole number");
                    long number = Long.parseLong(text);
                    if (number < low || number > high) throw new IllegalArgumentException(text + " is out of range");
                    return (int) number;
                });
    }

    static Shape.Scalar number(double low, double high) {
        return new Shape.Scalar(
                "a number",
                "a number from " + plain(low) + " to " + plain(high),
                Map.of("type", "number", "minimum", low, "maximum", high),
                text -> {
                    double number = Units.number(text);
                    if (number < low || number > high) throw new IllegalArgumentException(text + " is out of range");
                    return number;
                });
    }

    static Shape.Scalar choice(String words, List<String> allowed) {
        return new Shape.Scalar(words, String.join(", ", allowed), Map.of("type", "string", "enum", allowed), text -> {
            if (allowed.contains(text)) return text;
            throw new IllegalArgumentException("'" + text + "' is not " + words + Suggestion.hint(text, allowed));
        });
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static Map<String, Object> pattern(String pattern) {
        return Map.of("type", "string", "pattern", pattern);
    }

    private static String clusterName(String text) {
        if (text.length() > 253 || !text.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || text.contains(".."))
            throw new IllegalArgumentException("'" + text + "' is no name in a cluster");
        return text;
    }

    private static String notBlank(String text) {
        if (text.isBlank()) throw new IllegalArgumentException("the text is blank");
        return text;
    }

    private static ElementId element(String text) {
        try {
            return new ElementId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no name of an element", e);
        }
    }

    private static Boolean yes(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static URI url(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no address (" + e.getReason() + ")", e);
        }
        List<String> wrong = new ArrayList<>();
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) wrong.add("is neither http nor https");
        else if (url.getHost() == null) wrong.add("has no host");
        if (url.getPort() == 0 || url.getPort() > 65_535) wrong.add("has port " + url.getPort() + ", out of range");
        if (!wrong.isEmpty()) throw new IllegalArgumentException("'" + text + "' " + String.join(" and ", wrong));
        return url;
    }

    private static Address address(String text) {
        Matcher form = ADDRESS.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException("'" + text + "' is no host with a port");
        int port = Integer.parseInt(form.group(2));
        if (port < 1 || port > 65_535)
            throw new IllegalArgumentException("'" + text + "' has port " + port + ", out of range");
        return new Address(form.group(1).replaceAll("^\\[|]$", ""), port);
    }

    private static Samples samples(String text) {
        Matcher form = SAMPLES.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException("'" + text + "' is no count of samples");
        Samples samples = new Samples(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        if (samples.count() < 1 || samples.window() < samples.count() || samples.window() > 1_000)
            throw new IllegalArgumentException("'" + text + "' is out of range");
        return samples;
    }

    private static Range status(String text) {
        Matcher form = STATUS.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException("'" + text + "' is no status");
        int low = Integer.parseInt(form.group(1));
        int high = form.group(2) == null ? low : Integer.parseInt(form.group(2));
        if (low < 100 || high > 599 || low > high) throw new IllegalArgumentException("'" + text + "' is out of range");
        return new Range(low, high);
    }

    private static LocalTime time(String text) {
        try {
            if (text.length() == 5) return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no time of day", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no time of day");
    }
}
