package io.x0tta6bl4.execute.stub;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StubEffectorTest implements EffectorContract {
    private final StubEffector effector = new StubEffector();

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.StartProcess();
    }

    @Override
    public Element target() {
        return Element.discovered(new ElementId("store"), new Subject.Endpoint(), "backend", Set.of());
    }

    @Override
    public long effects() {
        return effector.asked().size();
    }

    @Override
    public Optional<Command> foreign() {
        return Optional.empty();
    }

    @Test
    void it_says_that_it_only_records() {
        assertThat(effector.apply(order("a-1")).detail()).contains("recorded only");
        assertThat(effector.asked())
                .singleElement()
                .satisfies(o -> assertThat(o.action().id()).isEqualTo("a-1"));
        assertThat(effector.selfTest().passed()).isTrue();
    }

    @Test
    void it_remembers_no_more_than_a_thousand() {
        for (int i = 0; i < 1_001; i++) effector.apply(order("a-" + i));
        assertThat(effector.asked())
                .hasSize(1_000)
                .first()
                .satisfies(o -> assertThat(o.action().id()).isEqualTo("a-1"));
    }
}
