package io.x0tta6bl4.identity.provider.federation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What the address of a bundle endpoint may be (SPIFFE Federation, sections 5.2.1.1 and 5.2.2.1): the same rules for both profiles. */
final class EndpointUrl {
    private static final int LIMIT = 2048;

    private EndpointUrl() {}

    /** Why it is none; absent when it is one. */
    static Optional<String> objection(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()))
            return Optional.of("'" + url + "' does not begin with https://");
        if (url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0)
            return Optional.of("'" + url + "' names a user; the address of a bundle endpoint has none");
        if (url.getHost() == null) return Optional.of("'" + url + "' names no host");
        return Optional.empty();
    }

    /** @throws IllegalArgumentException when it is none; the message says why */
    static URI parse(String text) {
        if (text.length() > LIMIT)
            throw new IllegalArgumentException(
                    "an address has at most " + LIMIT + " characters, this one has " + text.length());
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no address: " + e.getReason(), e);
        }
    }
}
