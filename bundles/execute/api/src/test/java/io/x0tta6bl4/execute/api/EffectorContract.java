package io.x0tta6bl4.execute.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every effector keeps. A test of an effector implements it and gets these tests. */
public interface EffectorContract {

    /** The effector under test, the same one for the whole test. */
    Effector effector();

    /** A command that the effector can carry out on {@link #target()} now. */
    Command command();

    /** What it is carried out on. */
    Element target();

    /** How often the effect was brought about in the world (not: how often it was asked for). */
    long effects();

    /** A command of another effector; empty when this one knows all. */
    default Optional<Command> foreign() {
        return Optional.of(new Command.RestartBundle("io.example.other"));
    }

    /** The policy that orders carry. */
    default Policy policy() {
        return Policy.defaults();
    }

    @Test
    default void it_has_a_name_and_handles_its_command() {
        assertThat(effector().name()).isNotBlank();
        assertThat(effector().handles(command())).isTrue();
        assertThat(effector().possible(target(), command())).isTrue();
    }

    @Test
    default void an_order_is_carried_out() {
        assertThat(effector().apply(order("a-1"))).isInstanceOf(Effect.Done.class);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    default void an_order_that_comes_twice_has_its_effect_once() {
        Order order = order("twice-" + UUID.randomUUID());
        assertThat(effector().apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(effector().apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    default void an_order_without_the_privilege_is_refused_before_anything_is_touched() {
        Order order = order("a-2");
        Order bare = new Order(order.action(), order.element(), order.policy(), Set.of("something.else"), true);
        assertThat(effector().apply(bare)).isInstanceOf(Effect.Refused.class);
        assertThat(effects()).isZero();
    }

    @Test
    default void a_refused_order_is_carried_out_when_it_comes_again_with_the_privilege() {
        Order order = order("a-3");
        effector().apply(new Order(order.action(), order.element(), order.policy(), Set.of(), true));
        assertThat(effector().apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    default void a_command_of_another_effector_is_refused() {
        foreign().ifPresent(command -> {
            assertThat(effector().handles(command)).isFalse();
            assertThat(effector().possible(target(), command)).isFalse();
            assertThat(effector().apply(order("a-4", command))).isInstanceOf(Effect.Refused.class);
            assertThat(effects()).isZero();
        });
    }

    @Test
    default void what_was_never_done_cannot_be_undone() {
        assertThat(effector().undo(order("never-" + UUID.randomUUID()))).isInstanceOf(Effect.Refused.class);
        assertThat(effects()).isZero();
    }

    /** An order for {@link #command()} on {@link #target()} with all privileges. */
    default Order order(String id) {
        return order(id, command());
    }

    /** An order on {@link #target()} with all privileges, to be done within 10 s. */
    default Order order(String id, Command command) {
        return order(id, command, target(), Duration.ofSeconds(10));
    }

    /** An order with all privileges. */
    default Order order(String id, Command command, Element target, Duration deadline) {
        Action action = new Action(
                id,
                target.id(),
                command,
                Action.Precondition.NONE,
                "what the test expects",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                deadline,
                Action.Undo.NONE,
                0.1,
                0);
        return new Order(action, target, policy(), Set.of(command.name()), true);
    }
}
