package io.x0tta6bl4.kubernetes.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a request was not taken, in words. */
final class Refusal {
    private static final int BODY_LIMIT = 64 << 10;
    private static final int QUOTED = 300;
    private static final long LONGEST_WAIT = 600;
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){1,2000})\"");

    private Refusal() {}

    static Reply of(Request request, HttpResponse<?> response, InputStream in) throws IOException {
        String body = new String(in.readNBytes(BODY_LIMIT), StandardCharsets.UTF_8);
        return of(
                request,
                response.statusCode(),
                body,
                retryAfter(response.headers().firstValue("Retry-After")));
    }

    /** Of a status as a watch tells it too. */
    static Reply.Bad of(Request request, int status, String body, Optional<Duration> retryAfter) {
        Reply.Reason reason = reason(status);
        String said = request.words() + ": status " + status + ", " + message(body);
        return new Reply.Bad(reason, said + advice(reason, request), body, retryAfter);
    }

    static Reply.Bad unreachable(Request request, URI server, String why) {
        return new Reply.Bad(
                Reply.Reason.UNREACHABLE,
                "the API server " + server + " cannot be reached (" + request.words() + "): " + why,
                "",
                Optional.empty());
    }

    private static Reply.Reason reason(int status) {
        return switch (status) {
            case 401 -> Reply.Reason.UNAUTHORIZED;
            case 403 -> Reply.Reason.FORBIDDEN;
            case 404 -> Reply.Reason.NOT_FOUND;
            case 409 -> Reply.Reason.CONFLICT;
            case 410 -> Reply.Reason.GONE;
            case 400, 422 -> Reply.Reason.INVALID;
            case 429 -> Reply.Reason.TOO_MANY;
            default -> Reply.Reason.OTHER;
        };
    }

    private static String advice(Reply.Reason reason, Request request) {
        return switch (reason) {
            case FORBIDDEN ->
                "; the role of this node lacks the verb "
                        + request.access().verb().word() + " on "
                        + request.access().resource().plural()
                        + (request.access().resource().group().isEmpty()
                                ? ""
                                : " of group " + request.access().resource().group());
            case UNAUTHORIZED -> "; the token of this node is not, or no longer, good";
            default -> "";
        };
    }

    private static String message(String body) {
        Matcher matcher = MESSAGE.matcher(body);
        String said = matcher.find() ? matcher.group(1).replace("\\\"", "\"") : body.strip();
        String plain = said.replaceAll("\\p{Cntrl}", " ");
        if (plain.isEmpty()) return "without a word";
        return plain.length() > QUOTED ? plain.substring(0, QUOTED) + "…" : plain;
    }

    private static Optional<Duration> retryAfter(Optional<String> header) {
        return header.filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT)));
    }
}
