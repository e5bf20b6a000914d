package io.x0tta6bl4.identity.provider.federation;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What an endpoint answered. Pure. */
sealed interface Reply {
    Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);

    /** A document, as it came. */
    record Document(byte[] octets) implements Reply {}

    /** It is to be had elsewhere, this time. */
    record Moved(URI to) implements Reply {}

    /** Neither. */
    record Failed(String why) implements Reply {
        public Failed {
            if (why.isBlank()) throw new IllegalArgumentException("a failure says why");
        }
    }

    static Reply of(URI asked, int status, Optional<String> location, byte[] body) {
        if (status == 200) return new Document(body);
        if (!MOVED.contains(status)) return new Failed(asked + " answered " + status + " instead of 200");
        if (location.isEmpty()) return new Failed(asked + " answered " + status + " without saying where to");
        try {
            URI to = asked.resolve(EndpointUrl.parse(location.get()));
            return EndpointUrl.objection(to)
                    .<Reply>map(why -> new Failed(asked + " leads elsewhere: " + why))
                    .orElse(new Moved(to));
        } catch (IllegalArgumentException e) {
            return new Failed(asked + " leads elsewhere: " + e.getMessage());
        }
    }
}
