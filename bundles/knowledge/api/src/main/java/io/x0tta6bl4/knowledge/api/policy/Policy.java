package io.x0tta6bl4.knowledge.api.policy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What the loop may do on this node: its brakes and the people it calls.
 *
 * @param brakes settings of the brakes
 * @param pages where a page goes, all of them; the log always gets it
 */
public record Policy(Brakes brakes, List<PageTarget> pages) {

    /** Where a page goes. */
    public sealed interface PageTarget {}

    /** Appended to a file, one JSON object a line; the path is absolute. */
    public record PageFile(Path path) implements PageTarget {
        public PageFile {
            if (!path.isAbsolute()) throw new IllegalArgumentException(path + " is not absolute");
        }
    }

    /** Posted to an address as JSON. */
    public record PageWebhook(URI url) implements PageTarget {
        public PageWebhook {
            if (url.getHost() == null) throw new IllegalArgumentException(url + " has no host");
        }
    }

    public Policy {
        Objects.requireNonNull(brakes, "brakes");
        pages = List.copyOf(pages);
    }

    /** The default brakes, pages to the log only. */
    public static Policy defaults() {
        return new Policy(Brakes.defaults(), List.of());
    }
}
