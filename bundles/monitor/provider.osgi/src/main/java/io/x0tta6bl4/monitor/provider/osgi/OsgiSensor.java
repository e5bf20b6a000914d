package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches bundles and components of the framework it runs in, and tells the model which of them are the node's own.
 *
 * <p>Any event of the framework wakes one look at everything, at most one every 5 ms and on a thread of its own; what
 * differs is said. Good states are said at once, bad ones when they have lasted, none while the framework itself starts or
 * stops. What was discovered stays in the model when the sensor goes: its readings then grow stale, which is the truth.
 *
 * <p>More than 250 lines: what wakes a look and what a look says share one state.
 */
@Component(
        service = {Sensor.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=monitor", "x0.name=osgi"})
public final class OsgiSensor implements Sensor, SelfTest {
    /** Which bundles are the node's own, and how patient the sensor is. */
    public @interface Config {
        /** Beginnings of the symbolic names of the node's own bundles. */
        String[] own_bundles() default {"io.x0tta6bl4."};

        /** How long a bad state must last before it is said, in milliseconds. */
        long lasting_milliseconds() default 300;

        /** How long a component may wait for its first satisfaction before that is said, in seconds. */
        long settling_seconds() default 30;

        /** How often everything is looked at without an event, and unchanged states are said again, in seconds. */
        long refresh_seconds() default 5;
    }

    private record Watched(List<Element> elements, Optional<ObservationSink> sink) {}

    private static final Logger LOG = LoggerFactory.getLogger(OsgiSensor.class);
    static final String NAME = "osgi";
    /** How long a look around waits for a model that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private static final int LOOKS_WITHOUT_EVENT = 6;
    private static final long GATHER_MILLIS = 5;
    private static final long FOLLOW_MILLIS = 500;
    private static final long GATHER_WHILE_STARTING_MILLIS = 250;

    private final HotReference<ElementModel> model = new HotReference<>("knowledge (element model)", GATE);
    private final BundleContext context;
    private final InstantSource clock = SteadyClock.system();
    private final BundleView bundles;
    private final ComponentView components;
    private final FeatureView features = new FeatureView();
    private final Discovery discovery;
    private final FrameworkView view;
    private final Calm calm;
    private final Emissions emissions;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean awake = new AtomicBoolean();
    /** Something happened since the model was told last; Declarative Services tell a change of theirs as one of their service. */
    private final AtomicBoolean stirred = new AtomicBoolean(true);

    private final AtomicBoolean following = new AtomicBoolean();
    private final SynchronousBundleListener bundleEvents = event -> stir();
    private final AllServiceListener serviceEvents = event -> stir();
    private final FrameworkListener frameworkEvents = this::frameworkEvent;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Watched watched = new Watched(List.of(), Optional.empty());

    @Activate
    public OsgiSensor(
            BundleContext context,
            Config config,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ServiceComponentRuntime runtime) {
        this.context = context;
        Duration refresh = Duration.ofSeconds(config.refresh_seconds());
        Duration settling = Duration.ofSeconds(config.settling_seconds());
        bundles = new BundleView(context);
        components = new ComponentView(runtime, bundles, settling, System::nanoTime);
        discovery = new Discovery(
                model.as(ElementModel.class), bundles, components, features, List.of(config.own_bundles()));
        emissions = new Emissions(Duration.ofMillis(config.lasting_milliseconds()), refresh.dividedBy(2));
        view = new FrameworkView(bundles, components, features, clock);
        calm = new Calm(context);
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("x0-sensor-osgi").factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        context.addBundleListener(bundleEvents);
        context.addServiceListener(serviceEvents);
        context.addFrameworkListener(frameworkEvents);
        thread.scheduleAtFixedRate(this::wake, 0, refresh.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(bundleEvents);
        context.removeServiceListener(serviceEvents);
        context.removeFrameworkListener(frameworkEvents);
        // no interrupt: it would hit whoever is being told of an observation or a new model
        thread.shutdown();
        features.close();
        model.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindElementModel(ServiceReference<ElementModel> reference, ElementModel service) {
        model.bind(reference, service);
        discovery.tellAgain();
        stir();
    }

    void unbindElementModel(ServiceReference<ElementModel> reference) {
        model.unbind(reference);
        discovery.tellAgain();
        stir();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeatures(ServiceReference<FeatureChanges> reference, FeatureChanges service) {
        features.bind(reference, service);
        stir();
    }

    void unbindFeatures(ServiceReference<FeatureChanges> reference) {
        features.unbind(reference);
        stir();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        List<Element> elements =
                model.elements().stream().filter(FrameworkView::shows).toList();
        watched = new Watched(elements, Optional.of(sink));
        wake();
    }

    @Override
    public List<Observation> look(Element element) {
        if (!FrameworkView.shows(element)) return List.of();
        Observation seen = view.observation(element);
        if (FrameworkView.bad(seen) && !calm.now())
            seen = Observation.absent(
                    element.id(),
                    seen.signal(),
                    "the framework is starting, stopping or changing its start level",
                    clock.instant(),
                    NAME);
        return List.of(seen);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("see the sensor's own bundle and component as they are", () -> {
            String own = context.getBundle().getSymbolicName();
            Reading bundle = bundles.read(own);
            Reading component = components.read(own, OsgiSensor.class.getName());
            if (bundle instanceof Reading.State b
                    && b.value().equals("active")
                    && component instanceof Reading.State c
                    && Signals.HEALTHY_STATES.get(Signals.COMPONENT_STATE).contains(c.value()))
                return "bundle " + b.value() + ", component " + c.value();
            throw new IllegalStateException(
                    "saw bundle " + bundle + ", component " + component + "; restart bundle " + own);
        });
    }

    private void stir() {
        stirred.set(true);
        wake();
    }

    private void wake() {
        if (!awake.compareAndSet(false, true)) return;
        try {
            long gather = calm.now() ? GATHER_MILLIS : GATHER_WHILE_STARTING_MILLIS;
            thread.schedule(this::lookAround, gather, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // stopped between the event and here: nobody is left to tell
            awake.set(false);
        }
    }

    private void lookAround() {
        awake.set(false);
        try {
            // Asking for all components costs most of a look; without an event it is done now and then, to be safe.
            if (stirred.getAndSet(false)) looks.set(0);
            if (looks.getAndIncrement() % LOOKS_WITHOUT_EVENT == 0) discovery.refresh();
            say(watched);
        } catch (RuntimeException e) {
            stirred.set(true);
            if (!thread.isShutdown()) LOG.warn("Could not look at the framework; trying again at the next event", e);
        }
    }

    private void say(Watched now) {
        if (now.sink().isEmpty()) return;
        Set<ElementId> ids = now.elements().stream().map(Element::id).collect(Collectors.toSet());
        emissions.retain(ids);
        for (Element element : now.elements()) {
            Observation seen = view.observation(element);
            boolean bad = FrameworkView.bad(seen);
            if (bad && !calm.now()) emissions.pardon(element.id());
            else if (emissions.due(element.id(), seen.reading(), bad, System.nanoTime()))
                now.sink().get().accept(seen);
        }
        watchOn();
        long next = emissions.untilNext(System.nanoTime());
        if (next >= 0 && !thread.isShutdown()) thread.schedule(this::wake, next, TimeUnit.NANOSECONDS);
    }

    /** No event tells that a change under observation was looked at. */
    private void watchOn() {
        if (features.watched().isEmpty() || thread.isShutdown() || !following.compareAndSet(false, true)) return;
        thread.schedule(
                () -> {
                    following.set(false);
                    stir();
                },
                FOLLOW_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void frameworkEvent(FrameworkEvent event) {
        int type = event.getType();
        // A framework that starts at its first level says STARTED only; later levels have an event of their own.
        if (type == FrameworkEvent.STARTLEVEL_CHANGED || type == FrameworkEvent.STARTED) calm.arrived();
        if (event.getType() == FrameworkEvent.ERROR && event.getBundle() != null) {
            String message = FrameworkView.message(event.getThrowable());
            bundles.error(event.getBundle(), message);
            watched.sink()
                    .ifPresent(sink -> watched.elements().stream()
                            .filter(e -> e.subject()
                                    .equals(new Subject.Bundle(event.getBundle().getSymbolicName())))
                            .forEach(e -> sink.accept(Observation.state(
                                    e.id(), Signals.FRAMEWORK_ERROR, "error", message, clock.instant(), NAME))));
        }
        stir();
    }
}
