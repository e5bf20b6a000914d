package io.x0tta6bl4.monitor.provider.otlp;

import java.time.Duration;

/**
 * What the receiver keeps at most, whatever is sent.
 *
 * @param services services that are known at one time
 * @param metrics metrics of one service
 * @param series series of all metrics together
 * @param edges who-calls-whom of all services together
 * @param spans spans whose other side has not come yet, on each side
 * @param forget after which a silent series, service or edge is forgotten
 */
record Limits(int services, int metrics, int series, int edges, int spans, Duration forget) {
    static final Limits DEFAULT = new Limits(500, 200, 50_000, 2_000, 20_000, Duration.ofMinutes(10));

    /** Octets of a request as it travels, and after it was unpacked. */
    static final int REQUEST = 4 << 20;

    static final int UNPACKED = 16 << 20;

    /** Requests that are being read at one time. */
    static final int AT_ONCE = 4;

    /** Characters of a name that came from outside. */
    static final int NAME = 120;

    /** How far a time stamp may lie ahead of, and behind, the node's clock. */
    static final Duration AHEAD = Duration.ofSeconds(30);

    static final Duration BEHIND = Duration.ofMinutes(10);

    /** After which a metric that came before and comes no more is said to have vanished; exporters wait up to a minute. */
    static final Duration VANISHED = Duration.ofSeconds(150);

    /** How often what came in is told to the loop. */
    static final Duration WINDOW = Duration.ofSeconds(2);
}
