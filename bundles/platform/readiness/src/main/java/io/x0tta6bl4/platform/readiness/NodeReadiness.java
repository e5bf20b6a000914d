package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.feature.api.InstalledFeature;
import io.x0tta6bl4.feature.api.InstalledFeature.FeatureBundle;
import io.x0tta6bl4.feature.api.MandatoryPart;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Readiness of this node: its mandatory parts, the knowledge of its features among them, and the bundles of its features. */
@Component(service = Readiness.class, immediate = true)
public final class NodeReadiness implements Readiness {
    /** How long one report waits for self-tests, over all parts. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final MandatoryPart FEATURES = new MandatoryPart(
            "feature", Features.class.getName(), "", "Nobody knows what this node consists of and what it must do.");

    private final BundleContext context;
    private final Parts parts;
    private final SelfTests selfTests;
    private final Obstacles obstacles;
    private final HotReference<Features> features = new HotReference<>("the features", Duration.ofSeconds(1));
    private final AtomicBoolean started = new AtomicBoolean();
    private final ServiceListener arrivals = this::changed;

    @Activate
    public NodeReadiness(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ServiceComponentRuntime components) {
        this(context, components, SteadyClock.system());
    }

    NodeReadiness(BundleContext context, ServiceComponentRuntime components, InstantSource clock) {
        this.context = context;
        this.selfTests = new SelfTests(context, clock);
        this.parts = new Parts(context, new Waiting(context, components), selfTests);
        this.obstacles = new Obstacles(context);
        context.addServiceListener(arrivals);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeatures(ServiceReference<Features> reference, Features service) {
        features.bind(reference, service);
        service.mandatory().forEach(parts::begin);
    }

    void unbindFeatures(ServiceReference<Features> reference) {
        features.unbind(reference);
        selfTests.forget(reference);
    }

    @Deactivate
    void close() {
        context.removeServiceListener(arrivals);
        features.close();
        selfTests.close();
    }

    @Override
    public Report report() {
        List<MandatoryPart> wanted = new ArrayList<>(List.of(FEATURES));
        wanted.addAll(features.callIfPresent(Features::mandatory).orElse(List.of()));
        // All self-tests run at the same time, so that together they keep within the limit of one.
        wanted.forEach(parts::begin);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Part> seen =
                wanted.stream().map(part -> parts.look(part, deadline)).toList();
        List<String> problems = new ArrayList<>(bundles());
        if (wanted.size() == 1)
            problems.add("no feature names a mandatory part, so nothing proves that this node works");
        return new Report(seen, problems);
    }

    @Override
    public List<Parts.Glance> glances() {
        return features.callIfPresent(Features::mandatory).orElse(List.of()).stream()
                .map(parts::glance)
                .toList();
    }

    @Override
    public Part part(MandatoryPart wanted) {
        return parts.look(wanted, System.nanoTime() + PATIENCE.toNanos());
    }

    @Override
    public boolean started() {
        if (!started.get() && features.present() && bundles().isEmpty()) started.set(true);
        return started.get();
    }

    /** A provider is tested when it arrives, and its result is forgotten when it leaves. */
    private void changed(ServiceEvent event) {
        ServiceReference<?> reference = event.getServiceReference();
        if (event.getType() == ServiceEvent.UNREGISTERING) selfTests.forget(reference);
        if (event.getType() != ServiceEvent.REGISTERED) return;
        boolean wanted = features.callIfPresent(Features::mandatory).orElse(List.of()).stream()
                .anyMatch(part -> Parts.serves(reference, part));
        if (wanted) selfTests.begin(reference);
    }

    private List<String> bundles() {
        List<String> problems = new ArrayList<>();
        for (InstalledFeature feature : features.callIfPresent(Features::list).orElse(List.of()))
            for (FeatureBundle bundle : feature.bundles())
                obstacle(bundle).ifPresent(why -> problems.add("feature " + feature.name() + ": " + why));
        return problems;
    }

    private Optional<String> obstacle(FeatureBundle wanted) {
        Optional<Bundle> found = Arrays.stream(context.getBundles())
                .filter(b -> wanted.symbolicName().equals(b.getSymbolicName())
                        && wanted.version().equals(b.getVersion().toString()))
                .findFirst();
        if (found.isEmpty()) return Optional.of("bundle " + wanted.id() + " is not installed");
        return found.filter(bundle -> !Obstacles.runs(bundle)).map(obstacles::of);
    }
}
