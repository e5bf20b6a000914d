package io.x0tta6bl4.execute.stub;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Carries out nothing and remembers the last 1,000 orders, for labs without real targets. A production node refuses it: its
 * bundle requires the profile {@code lab}.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        property = {"x0.capability=execute", "x0.name=stub", "service.ranking:Integer=-1000"})
public final class StubEffector implements Effector, SelfTest {
    private static final int LIMIT = 1_000;

    private final Once once = new Once();
    private final Deque<Order> asked = new ArrayDeque<>();

    @Activate
    public StubEffector() {}

    /** What it was asked to do, oldest first. */
    public List<Order> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public boolean handles(Command command) {
        return true;
    }

    @Override
    public boolean possible(Element element, Command command) {
        return true;
    }

    @Override
    public Effect apply(Order order) {
        return once.apply(order, () -> {
            synchronized (asked) {
                if (asked.size() == LIMIT) asked.removeFirst();
                asked.addLast(order);
            }
            return new Effect.Done("recorded only: this is a lab's stub");
        });
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("a stub changes nothing, so there is nothing to take back");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("be a stub", () -> "records " + asked().size() + " of at most " + LIMIT + " orders");
    }
}
