package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.TrustBundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a bundle endpoint says to a request; then the connection ends. Pure, but for the bundle of the moment.
 *
 * @param type of the body
 */
record Answer(int status, String type, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer to(Request request, String path, Supplier<Optional<TrustBundle>> bundle) {
        return switch (request) {
            case Request.Unreadable unreadable -> words(unreadable.status(), "this is no request that can be answered");
            case Request.Asked asked -> {
                if (!asked.path().equals(path)) yield words(404, "there is nothing here");
                if (!asked.method().equals("GET")) yield words(405, "a bundle is only read");
                yield bundle.get().map(Answer::document).orElseGet(() -> words(503, "there is no bundle yet"));
            }
        };
    }

    private static Answer words(int status, String words) {
        return new Answer(status, TEXT, words + "\n");
    }

    /** A bundle that says nothing about it is asked for as often as the standard recommends. */
    private static Answer document(TrustBundle bundle) {
        TrustBundle said = new TrustBundle(
                bundle.trustDomain(),
                bundle.x509Authorities(),
                bundle.jwtAuthorities(),
                bundle.sequence(),
                bundle.refreshHint().or(() -> Optional.of(Pace.UNSAID)));
        return new Answer(200, "application/json", BundleDocument.write(said));
    }

    byte[] octets() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                + content.length + "\r\nCache-Control: no-store\r\n" + (status == 405 ? "Allow: GET\r\n" : "")
                + "Connection: close\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Bad Request";
        };
    }
}
