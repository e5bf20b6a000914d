package io.x0tta6bl4.feature.provider.maven;

import java.time.Duration;

/**
 * How long and how often a repository is asked.
 *
 * @param connect to the open connection, 1 ms to 1 min
 * @param silence between two bytes, 1 ms to 1 min
 * @param total for one artifact over all repositories and tries, 1 ms to 10 min
 * @param retries after a connection that broke, 0 to 5; an answer is never asked for again
 */
record Limits(Duration connect, Duration silence, Duration total, int retries) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    Limits {
        within("connect", connect, LONGEST_WAIT);
        within("silence", silence, LONGEST_WAIT);
        within("total", total, LONGEST);
        if (retries < 0 || retries > 5) throw new IllegalArgumentException("retries are 0 to 5, not " + retries);
    }

    private static void within(String name, Duration given, Duration longest) {
        if (!given.isPositive() || given.compareTo(longest) > 0)
            throw new IllegalArgumentException(name + " is longer than zero and at most " + longest + ", not " + given);
    }
}
