package io.x0tta6bl4.monitor.provider.otlp;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** Counts what was not taken, by reason. Not safe for threads by itself. */
final class Refusals {
    /** Why something was not taken. */
    enum Reason {
        MALFORMED("malformed request"),
        TOO_LARGE("request too large"),
        BUSY("too many requests at once"),
        DENIED("denied by policy"),
        NO_NUMBER("value that is no finite number"),
        NO_TIMES("span without a beginning and an end after it"),
        FUTURE("time stamp of the future"),
        PAST("time stamp of the past"),
        NO_SERVICE("service without a name"),
        TOO_MANY("over a limit of services, metrics, series or edges");

        final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final Map<Reason, Long> all = new EnumMap<>(Reason.class);
    private final Map<Reason, Long> since = new EnumMap<>(Reason.class);

    void add(Reason reason) {
        all.merge(reason, 1L, Long::sum);
        since.merge(reason, 1L, Long::sum);
    }

    long total() {
        return all.values().stream().mapToLong(Long::longValue).sum();
    }

    long of(Reason reason) {
        return all.getOrDefault(reason, 0L);
    }

    /** How many since the last call, and which; empty text for none. */
    String takeRecent() {
        String words = words(since);
        since.clear();
        return words;
    }

    String words() {
        return words(all);
    }

    private static String words(Map<Reason, Long> counts) {
        StringJoiner words = new StringJoiner(", ");
        counts.forEach((reason, count) -> words.add(count + " × " + reason.words));
        return words.toString();
    }
}
