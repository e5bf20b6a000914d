package io.x0tta6bl4.feature.api;

import java.time.Duration;
import java.util.Set;

/**
 * A change that somebody wants.
 *
 * @param kind what to do
 * @param subject the source of the feature (a file, a directory, a name of the distribution, Maven coordinates) for install
 *     and update; the name of the feature for uninstall; empty or a feature's name for revert
 * @param who asks for it
 * @param why in words; may be empty
 * @param deadline until when the change has to be proven good, else it is taken back; 1 s to 10 min
 * @param options what is asked for besides
 */
public record ChangeRequest(Kind kind, String subject, String who, String why, Duration deadline, Set<Option> options) {

    /** How long a change may take unless asked otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What to do. */
    public enum Kind {
        INSTALL,
        UPDATE,
        UNINSTALL,
        /** Back to what the node consisted of before the last change. */
        REVERT
    }

    /** What else is asked for. */
    public enum Option {
        /** Look for artifacts on this machine only. */
        OFFLINE,
        /** Take an older version than the node has had; on a lab node only. */
        DOWNGRADE,
        /** Offer once more what was taken back as bad. */
        AGAIN
    }

    public ChangeRequest {
        options = Set.copyOf(options);
        if (who.isBlank()) throw new IllegalArgumentException("a change has somebody who asks for it");
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("a change may take 1 s to 10 min, not " + deadline);
        if (kind != Kind.REVERT && subject.isBlank())
            throw new IllegalArgumentException(
                    "say which feature to " + kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    public static ChangeRequest of(Kind kind, String subject, String who) {
        return new ChangeRequest(kind, subject, who, "", DEFAULT_DEADLINE, Set.of());
    }

    public boolean has(Option option) {
        return options.contains(option);
    }
}
