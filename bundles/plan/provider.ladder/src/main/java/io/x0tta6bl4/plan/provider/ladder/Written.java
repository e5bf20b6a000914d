package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The causes for which the product comes with a runbook: a file of the name of the cause in the folder {@code runbooks}. */
final class Written {
    static final Set<Cause.Kind> KINDS = EnumSet.of(
            Cause.Kind.IDENTITY_EXPIRING,
            Cause.Kind.AUTHORITY_UNAVAILABLE,
            Cause.Kind.TRUST_BUNDLE_UNREADABLE,
            Cause.Kind.KEY_STORE_UNREADABLE,
            Cause.Kind.CLOCK_STEPPED,
            Cause.Kind.PEERS_REFUSED);

    private Written() {}

    /** For the page: where to read on. */
    static String words(Cause.Kind kind) {
        return KINDS.contains(kind) ? " What to do: runbooks/" + file(kind) + "." : "";
    }

    static String file(Cause.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
    }
}
