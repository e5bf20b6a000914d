package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was changed on this node: history, journal and log tell the same. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final Store store;
    private final BiConsumer<String, String> journal;

    /** @param journal takes notes: the feature, and what happened to it */
    Chronicle(Store store, BiConsumer<String, String> journal) {
        this.store = store;
        this.journal = journal;
    }

    /** Settles what a kill interrupted: the state file already says whether the old or the new is in force. */
    NodeState open(List<String> problems) {
        try {
            store.interrupted().ifPresent(this::interrupted);
            store.tidy();
        } catch (IOException e) {
            problems.add("what was left of an earlier change could not be settled: " + Wording.of(e));
        }
        try {
            return store.read();
        } catch (IOException e) {
            problems.add(Wording.of(e));
            return NodeState.FIRST;
        }
    }

    private void interrupted(FeatureChange change) {
        LOG.warn(
                "The change of {} from '{}' to '{}' was interrupted: {}",
                change.feature(),
                change.from(),
                change.to(),
                change.why());
        note(change.feature(), words(change));
    }

    void note(String feature, String what) {
        journal.accept(feature, what);
    }

    void begun(ChangeRequest request, ChangePlan plan) {
        note(
                plan.feature(),
                "begun by " + request.who() + ": " + plan.kind().name().toLowerCase(Locale.ROOT) + " '" + plan.from()
                        + "' to '" + plan.to() + "'");
    }

    FeatureChange ended(ChangeRequest request, ChangePlan plan, long generation, String ended, String why) {
        FeatureChange change = new FeatureChange(
                generation,
                SteadyClock.system().instant(),
                plan.kind(),
                plan.feature(),
                plan.from(),
                plan.to(),
                ended,
                request.who(),
                why);
        note(plan.feature(), words(change));
        LOG.info("Feature {}: {}", plan.feature(), words(change));
        try {
            store.ended(change);
        } catch (IOException e) {
            LOG.warn("The history of changes lacks one: {}", Wording.of(e));
        }
        return change;
    }

    private static String words(FeatureChange change) {
        return change.kind().name().toLowerCase(Locale.ROOT) + " '" + change.from() + "' to '" + change.to() + "' "
                + change.ended() + ", state " + change.generation()
                + (change.why().isBlank() ? "" : ": " + change.why());
    }

    List<FeatureChange> history() {
        try {
            return store.history();
        } catch (IOException e) {
            LOG.warn("The history of changes cannot be read: {}", Wording.of(e));
            return List.of();
        }
    }
}
