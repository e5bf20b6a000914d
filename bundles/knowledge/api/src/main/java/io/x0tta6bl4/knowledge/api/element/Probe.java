package io.x0tta6bl4.knowledge.api.element;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** A question asked of an element again and again over the network. */
public sealed interface Probe {

    /** When it is asked and how often it must fail or succeed to count. */
    Schedule schedule();

    /**
     * Timing of a probe. A failed probe is repeated at once, so that a hang is known within two periods.
     *
     * @param every period, longer than zero
     * @param timeout for one answer, longer than zero
     * @param failures how many of the last {@code window} answers must fail to fire (N of M)
     * @param window M, at least {@code failures}
     * @param successes consecutive good answers that clear
     */
    record Schedule(Duration every, Duration timeout, int failures, int window, int successes) {
        public Schedule {
            if (!every.isPositive() || !timeout.isPositive())
                throw new IllegalArgumentException("period and timeout of a probe are longer than zero");
            if (failures < 1 || window < failures || successes < 1)
                throw new IllegalArgumentException("need 1 <= failures <= window and successes >= 1, got " + failures
                        + ", " + window + ", " + successes);
        }
    }

    /**
     * An HTTP GET.
     *
     * @param url http or https, with a host
     * @param statusLow lowest status that counts as healthy
     * @param statusHigh highest status that counts as healthy
     * @param body text the body must contain; empty for any body
     */
    record Http(URI url, int statusLow, int statusHigh, String body, Schedule schedule) implements Probe {
        public Http {
            Objects.requireNonNull(schedule, "schedule");
            Objects.requireNonNull(body, "body");
            if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
                throw new IllegalArgumentException(url + " is no http or https address with a host");
            if (statusLow < 100 || statusHigh > 599 || statusLow > statusHigh)
                throw new IllegalArgumentException("status " + statusLow + "-" + statusHigh + " is not within 100-599");
        }
    }

    /** A TCP connection that must open. */
    record Tcp(String host, int port, Schedule schedule) implements Probe {
        public Tcp {
            Objects.requireNonNull(schedule, "schedule");
            if (host.isBlank()) throw new IllegalArgumentException("a TCP probe needs a host");
            if (port < 1 || port > 65_535)
                throw new IllegalArgumentException("port " + port + " is not within 1-65535");
        }
    }
}
