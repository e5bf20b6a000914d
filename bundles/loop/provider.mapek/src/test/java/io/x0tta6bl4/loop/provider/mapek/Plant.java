package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A simulated set of processes with probes: sensor and effector see and change the same truth. */
final class Plant implements Sensor, Effector {
    final Map<ElementId, String> process = new ConcurrentHashMap<>();
    final Map<ElementId, String> http = new ConcurrentHashMap<>();
    final List<Order> done = new CopyOnWriteArrayList<>();
    final List<String> pages = new CopyOnWriteArrayList<>();
    /** For which step it was looked at and ordered to act. */
    final List<Optional<TraceContext>> looked = new CopyOnWriteArrayList<>();

    final List<Optional<TraceContext>> applied = new CopyOnWriteArrayList<>();
    final Set<ElementId> incurable = ConcurrentHashMap.newKeySet();
    final Set<String> impossible = ConcurrentHashMap.newKeySet();
    final Map<ElementId, String> configuration = new ConcurrentHashMap<>();
    /** What a sensor that lies says of an element instead of the truth. */
    final Map<ElementId, String> lies = new ConcurrentHashMap<>();

    /** Names of commands that are carried out and help nothing. */
    volatile Set<String> useless = Set.of();

    private final InstantSource clock;
    private final Once once = new Once();
    private volatile ObservationSink sink = o -> {};
    volatile Runnable beforeEffect = () -> {};
    /** What an order to start or restart does, if not to make the process serve at once. */
    volatile Optional<Consumer<ElementId>> starting = Optional.empty();

    Plant(InstantSource clock) {
        this.clock = clock;
        impossible.add("configuration.restore");
    }

    void tell(ElementId id) {
        seen(id).forEach(sink::accept);
    }

    private List<Observation> seen(ElementId id) {
        List<Observation> seen = new ArrayList<>();
        String state = process.get(id);
        if (state == null) return seen;
        seen.add(Observation.state(id, Signals.PROCESS_STATE, state, detail(state), clock.instant(), "plant"));
        String answer = lies.getOrDefault(id, http.get(id));
        if (answer != null) seen.add(Observation.state(id, Signals.HTTP_STATE, answer, "", clock.instant(), "plant"));
        String files = configuration.get(id);
        if (files != null)
            seen.add(Observation.state(id, Signals.CONFIGURATION_STATE, files, "", clock.instant(), "plant"));
        return seen;
    }

    private static String detail(String state) {
        return state.equals("never-started") ? "stopped by operator" : "";
    }

    @Override
    public String name() {
        return "plant";
    }

    @Override
    public void watch(Model model, ObservationSink newSink) {
        sink = newSink;
    }

    @Override
    public List<Observation> look(Element element) {
        looked.add(Propagation.here());
        return seen(element.id());
    }

    @Override
    public boolean handles(Command command) {
        return !(command instanceof Command.CallHook);
    }

    @Override
    public boolean possible(Element element, Command command) {
        return !impossible.contains(command.name()) && command.name().matches("process.*|configuration.*|bundle.*");
    }

    @Override
    public Effect apply(Order order) {
        applied.add(Propagation.here());
        return once.apply(order, () -> effect(order));
    }

    private Effect effect(Order order) {
        ElementId id = order.element().id();
        if (order.action().command() instanceof Command.Page page) {
            pages.add(page.title() + " " + page.text());
            return new Effect.Done("told");
        }
        done.add(order);
        beforeEffect.run();
        if (order.action().command() instanceof Command.RestoreConfiguration) {
            configuration.put(id, "baseline");
            incurable.remove(id);
            return new Effect.Done("restored");
        }
        if (order.action().command() instanceof Command.StopProcess) {
            process.put(id, "exited");
            return new Effect.Done("stopped");
        }
        if (useless.contains(order.action().command().name())) return new Effect.Failed("it helped nothing");
        if (incurable.contains(id)) return new Effect.Failed("it ended at once");
        if (starting.isPresent()) {
            starting.get().accept(id);
        } else {
            process.put(id, "running");
            http.put(id, "healthy");
        }
        return new Effect.Done("runs");
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("nothing to take back");
    }

    List<String> commands() {
        return done.stream()
                .map(o -> o.action().command().name() + " " + o.element().id())
                .toList();
    }
}
