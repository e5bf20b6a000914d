package io.x0tta6bl4.replay.provider.phases;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What a recording is about and what was seen in it: element model and sensor at once, instead of watch file and sensors. */
@Component(
        service = {RecordedWorld.class, ElementModel.class, Sensor.class},
        property = {"x0.capability=replay", "x0.name=recording", "service.ranking:Integer=1000"})
public final class RecordedWorld implements ElementModel, Sensor {
    /** How long the monitor may take to hand the model to this sensor. */
    private static final long TELL_LIMIT_NANOS = 10_000_000_000L;

    private final List<Consumer<Model>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Model> model = new AtomicReference<>(Model.empty("replay"));

    private record Door(long revision, ObservationSink sink) {}

    private final AtomicReference<Door> door = new AtomicReference<>(new Door(-1, _ -> {}));

    @Activate
    public RecordedWorld() {}

    /** Puts a new model in force and returns when the monitor works with it. */
    void show(Collection<Element> elements, Policy policy) {
        Model now = new Model(model.get().revision() + 1, "replay", elements, policy);
        model.set(now);
        listeners.forEach(listener -> listener.accept(now));
        long deadline = System.nanoTime() + TELL_LIMIT_NANOS;
        while (door.get().revision() != now.revision()) {
            if (System.nanoTime() - deadline > 0)
                throw new IllegalStateException("the monitor did not take the model of the replay within 10 s");
            Thread.onSpinWait();
        }
    }

    void observe(List<Observation> observations) {
        ObservationSink sink = door.get().sink();
        observations.forEach(sink::accept);
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public void watch(Model now, ObservationSink sink) {
        door.set(new Door(now.revision(), sink));
    }

    @Override
    public List<Observation> look(Element element) {
        return List.of();
    }

    @Override
    public Model current() {
        return model.get();
    }

    /** A replay knows only what was recorded. */
    @Override
    public void discovered(String source, Collection<Element> elements) {}

    @Override
    public AutoCloseable onChange(Consumer<Model> listener) {
        listeners.add(listener);
        listener.accept(model.get());
        return () -> listeners.remove(listener);
    }
}
