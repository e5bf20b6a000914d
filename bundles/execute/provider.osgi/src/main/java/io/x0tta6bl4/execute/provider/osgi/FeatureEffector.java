package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.feature.api.WatchedChange.Standing;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Takes back the last change of a feature, where it is under observation and was found worse. */
@Component(
        service = {Effector.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=execute", "x0.name=feature"})
public final class FeatureEffector implements Effector, SelfTest {
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<FeatureChanges> changes = new HotReference<>("feature (changes)", GATE);
    private final Once once = new Once();

    @Activate
    public FeatureEffector() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeatures(ServiceReference<FeatureChanges> reference, FeatureChanges service) {
        changes.bind(reference, service);
    }

    void unbindFeatures(ServiceReference<FeatureChanges> reference) {
        changes.unbind(reference);
    }

    @Deactivate
    void close() {
        changes.close();
    }

    @Override
    public String name() {
        return "feature";
    }

    @Override
    public boolean handles(Command command) {
        return command instanceof Command.RevertFeature;
    }

    @Override
    public boolean possible(Element element, Command command) {
        return command instanceof Command.RevertFeature(String feature)
                && worse(feature).isPresent();
    }

    private Optional<WatchedChange> worse(String feature) {
        return changes.callIfPresent(FeatureChanges::watched)
                .flatMap(watched -> watched)
                .filter(w -> w.feature().equals(feature))
                .filter(w -> w.standing() == Standing.WORSE && !w.takenBack() && !w.byNode());
    }

    @Override
    public Effect apply(Order order) {
        if (!(order.action().command() instanceof Command.RevertFeature(String feature)))
            return new Effect.Refused(
                    "not a command for features: " + order.action().command().name());
        return once.apply(order, () -> revert(order, feature));
    }

    private Effect revert(Order order, String feature) {
        Optional<WatchedChange> worse = worse(feature);
        if (worse.isEmpty())
            return new Effect.Refused(
                    "the last change of " + feature + " is not one that is found worse and left to the"
                            + " loop; an operator can take it back by feature:revert");
        ChangeRequest request = new ChangeRequest(
                ChangeRequest.Kind.REVERT,
                feature,
                "the loop",
                order.action().id() + ": worse since the change to "
                        + worse.get().to() + ": " + worse.get().words(),
                ChangeRequest.DEFAULT_DEADLINE,
                Set.of());
        return switch (changes.call(c -> c.apply(request))) {
            case ChangeOutcome.Applied applied ->
                new Effect.Done(feature + " went back from " + worse.get().to() + " to "
                        + (applied.plan().to().isEmpty()
                                ? "nothing"
                                : applied.plan().to()) + ", "
                        + applied.proofs().size() + " proofs, " + applied.took().toMillis() + " ms");
            case ChangeOutcome.TakenBack back -> new Effect.Failed(String.join("; ", back.reasons()));
            case ChangeOutcome.Refused refused ->
                new Effect.Refused(String.join("; ", refused.plan().obstacles()));
        };
    }

    /** Reaches what knows of changes, and holds its two answers against one another; takes nothing back. */
    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("ask for the changes of features and for the one under observation", () -> {
            List<FeatureChange> history = changes.call(FeatureChanges::history);
            Optional<WatchedChange> watched = changes.call(FeatureChanges::watched);
            watched.ifPresent(w -> {
                if (history.stream().noneMatch(change -> change.feature().equals(w.feature())))
                    throw new IllegalStateException("a change of " + w.feature()
                            + " is under observation, and the history of changes does not know it");
            });
            return history.size() + " changes, "
                    + watched.map(w -> "under observation: " + w.to()).orElse("none under observation");
        });
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("what was found worse is not put back by a machine");
    }
}
