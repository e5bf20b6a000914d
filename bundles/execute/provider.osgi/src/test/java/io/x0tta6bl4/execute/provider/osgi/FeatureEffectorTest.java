package io.x0tta6bl4.execute.provider.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.feature.api.WatchedChange.Standing;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class FeatureEffectorTest {
    private static final ElementId ID = new ElementId("feature/greeters");
    private static final Element ELEMENT = Element.discovered(ID, new Subject.Feature("greeters"), "feature", Set.of());
    private static final Command REVERT = new Command.RevertFeature("greeters");

    private final List<ChangeRequest> asked = new ArrayList<>();
    private final FeatureEffector effector = new FeatureEffector();
    private List<FeatureChange> history = List.of(new FeatureChange(
            2, Instant.EPOCH, ChangeRequest.Kind.UPDATE, "greeters", "a:g:1", "a:g:2", "applied", "me", ""));
    private Optional<WatchedChange> watched = Optional.of(change("greeters", Standing.WORSE, false, false));

    private static WatchedChange change(String feature, Standing standing, boolean takenBack, boolean byNode) {
        return new WatchedChange(
                feature, "a:g:1", "a:g:2", Set.of(), standing, "said hrmpf", Instant.EPOCH, takenBack, byNode);
    }

    /** The node: it remembers what was asked for. */
    private final class Changes implements FeatureChanges {
        @Override
        public ChangePlan plan(ChangeRequest request) {
            return new ChangePlan(
                    request.kind(),
                    request.subject(),
                    "a:g:2",
                    "a:g:1",
                    "nobody",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }

        @Override
        public ChangeOutcome apply(ChangeRequest request) {
            asked.add(request);
            return new ChangeOutcome.Applied(plan(request), 3, List.of("it greets"), Duration.ofMillis(7));
        }

        @Override
        public List<FeatureChange> history() {
            return history;
        }

        @Override
        public Optional<WatchedChange> watched() {
            return watched;
        }
    }

    @BeforeEach
    @SuppressWarnings("unchecked")
    void bind() {
        var reference = (ServiceReference<FeatureChanges>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> method.getName().equals("compareTo")
                        ? (Object) 0
                        : method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : (Object) 1);
        effector.bindFeatures(reference, new Changes());
    }

    private Effect apply(String id, Set<String> grant) {
        Action action = new Action(
                id,
                ID,
                REVERT,
                Action.Precondition.TARGET_STILL_SICK,
                "serves",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(60),
                Action.Undo.NONE,
                0.4,
                0);
        return effector.apply(new Order(action, ELEMENT, Policy.defaults(), grant, true));
    }

    @Test
    void a_change_found_worse_is_taken_back_once_for_each_action() {
        assertThat(effector.possible(ELEMENT, REVERT)).isTrue();
        Effect first = apply("I-1-1", Set.of("feature.revert"));

        assertThat(first)
                .isInstanceOfSatisfying(
                        Effect.Done.class, done -> assertThat(done.detail()).contains("a:g:2", "a:g:1"));
        assertThat(apply("I-1-1", Set.of("feature.revert"))).isEqualTo(first);
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.kind()).isEqualTo(ChangeRequest.Kind.REVERT);
            assertThat(request.subject()).isEqualTo("greeters");
            assertThat(request.who()).isEqualTo("the loop");
            assertThat(request.why()).contains("I-1-1", "a:g:2", "said hrmpf");
        });
    }

    @Test
    void without_the_privilege_nothing_is_taken_back() {
        assertThat(apply("I-1-1", Set.of("bundle.restart"))).isInstanceOf(Effect.Refused.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void what_serves_or_is_doubted_or_was_taken_back_or_is_for_the_node_itself_is_left_alone() {
        for (WatchedChange other : List.of(
                change("greeters", Standing.SERVING, false, false),
                change("greeters", Standing.DOUBTFUL, false, false),
                change("greeters", Standing.WORSE, true, false),
                change("greeters", Standing.WORSE, false, true),
                change("others", Standing.WORSE, false, false))) {
            watched = Optional.of(other);
            assertThat(effector.possible(ELEMENT, REVERT)).as("%s", other).isFalse();
            assertThat(apply("I-1-1", Set.of("feature.revert"))).isInstanceOf(Effect.Refused.class);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void the_self_test_reaches_the_changes_and_finds_the_one_under_observation_among_them() {
        assertThat(effector.selfTest()).satisfies(result -> {
            assertThat(result.passed()).as(result.detail()).isTrue();
            assertThat(result.detail()).isEqualTo("1 changes, under observation: a:g:2");
        });
        history = List.of();

        assertThat(effector.selfTest().passed()).isFalse();
        assertThat(effector.selfTest().detail()).contains("greeters", "does not know it");
        assertThat(new FeatureEffector().selfTest().passed())
                .as("without changes")
                .isFalse();
        assertThat(asked).isEmpty();
    }
}
