package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The components of Declarative Services as they are now, with a memory of those that a bundle showed before. */
final class ComponentView {
    private static final List<Integer> WORST_FIRST = List.of(
            ComponentConfigurationDTO.FAILED_ACTIVATION,
            ComponentConfigurationDTO.UNSATISFIED_REFERENCE,
            ComponentConfigurationDTO.SATISFIED,
            ComponentConfigurationDTO.ACTIVE);

    private final ServiceComponentRuntime runtime;
    private final BundleView bundles;
    private final long settling;
    private final LongSupplier nanos;
    private final long started;
    private final Map<KnownComponent.Key, KnownComponent> known = new ConcurrentHashMap<>();

    /** @param settling how long a component may wait for its first satisfaction before that is reported */
    ComponentView(ServiceComponentRuntime runtime, BundleView bundles, Duration settling, LongSupplier nanos) {
        this.runtime = runtime;
        this.bundles = bundles;
        this.settling = settling.toNanos();
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** Looks at all components of these bundles and returns those that should serve, and those that served before. */
    Collection<KnownComponent> learn(Predicate<Bundle> wanted) {
        Bundle[] own = Arrays.stream(bundles.all()).filter(wanted).toArray(Bundle[]::new);
        Set<Long> ids = Arrays.stream(own).map(Bundle::getBundleId).collect(Collectors.toSet());
        known.values().removeIf(c -> !ids.contains(c.bundle()));
        Set<KnownComponent.Key> shown = new HashSet<>();
        if (own.length > 0)
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(own)) {
                // A factory waits for its callers, a component without its required configuration for a person.
                if (description.factory != null || !runtime.isComponentEnabled(description)) continue;
                List<ComponentConfigurationDTO> configured =
                        configurations(description).toList();
                if (!configured.isEmpty())
                    shown.add(remember(description, configured).key());
            }
        known.values().removeIf(c -> !c.served() && !shown.contains(c.key()));
        return known.values();
    }

    private KnownComponent remember(ComponentDescriptionDTO d, List<ComponentConfigurationDTO> configured) {
        Set<String> requires = Arrays.stream(d.references)
                .filter(r -> r.cardinality.startsWith("1"))
                .map(r -> r.interfaceName)
                .collect(Collectors.toSet());
        KnownComponent seen = new KnownComponent(
                d.bundle.id,
                d.bundle.symbolicName,
                d.name,
                Set.of(d.serviceInterfaces),
                requires,
                nanos.getAsLong(),
                d.bundle.lastModified,
                false);
        boolean serves = configured.stream().anyMatch(ComponentView::serves);
        return known.merge(
                seen.key(),
                serves ? seen.nowServing() : seen,
                (before, now) -> now.served() && !before.served() ? before.nowServing() : before);
    }

    /** The state of a component; absent while nothing can be said against it. */
    Reading read(String symbolicName, String name) {
        Optional<Bundle> bundle = bundles.named(symbolicName);
        if (bundle.isEmpty()) return new Reading.State("unsatisfied", "bundle " + symbolicName + " is not installed");
        String state = bundles.state(bundle.get());
        if (state.equals(BundleView.STOPPED)) return new Reading.Absent("its bundle is stopped by an operator");
        KnownComponent memory = known.get(new KnownComponent.Key(bundle.get().getBundleId(), name));
        ComponentDescriptionDTO description = runtime.getComponentDescriptionDTO(bundle.get(), name);
        if (description == null) return notShown(bundle.get(), name, state, memory);
        if (!runtime.isComponentEnabled(description)) return new Reading.Absent("it is disabled");
        ComponentConfigurationDTO worst = worst(description);
        if (worst == null) return new Reading.Absent("it waits for a configuration");
        return switch (worst.state) {
            case ComponentConfigurationDTO.ACTIVE -> new Reading.State("active", "");
            case ComponentConfigurationDTO.SATISFIED -> new Reading.State("satisfied", "");
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> new Reading.State("failed", firstLine(worst.failure));
            default -> unsatisfied(worst, bundle.get(), memory);
        };
    }

    private Stream<ComponentConfigurationDTO> configurations(ComponentDescriptionDTO description) {
        return runtime.getComponentConfigurationDTOs(description).stream()
                .filter(c -> c.state != ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
    }

    private @Nullable ComponentConfigurationDTO worst(ComponentDescriptionDTO description) {
        return configurations(description)
                .min(Comparator.comparing(c -> WORST_FIRST.indexOf(c.state)))
                .orElse(null);
    }

    private static boolean serves(ComponentConfigurationDTO configuration) {
        return configuration.state == ComponentConfigurationDTO.ACTIVE
                || configuration.state == ComponentConfigurationDTO.SATISFIED;
    }

    private static String firstLine(@Nullable String failure) {
        return failure == null
                ? "its activation failed"
                : failure.lines().findFirst().orElse("");
    }

    private Reading notShown(Bundle bundle, String name, String state, @Nullable KnownComponent memory) {
        if (settling(bundle, memory)) return new Reading.Absent("settling: not seen yet");
        if (!bundles.serves(bundle)) return new Reading.State("unsatisfied", "its bundle is " + state);
        return new Reading.State(
                "unsatisfied", "version " + bundle.getVersion() + " of its bundle has no component " + name);
    }

    private Reading unsatisfied(ComponentConfigurationDTO worst, Bundle bundle, @Nullable KnownComponent memory) {
        String missing = Arrays.stream(worst.unsatisfiedReferences)
                .map(r -> r.name + (r.target == null ? "" : " " + r.target))
                .sorted()
                .collect(Collectors.joining(", "));
        if (settling(bundle, memory)) return new Reading.Absent("settling: waits for " + missing);
        if (excused(worst)) return new Reading.Absent("waits for what an operator stopped: " + missing);
        return new Reading.State("unsatisfied", "waits for " + missing);
    }

    /** It has never served, its bundle is what it was, and its time to settle is not over. */
    private boolean settling(Bundle bundle, @Nullable KnownComponent memory) {
        if (memory == null) return nanos.getAsLong() - started < settling;
        return !memory.served()
                && memory.content() == bundle.getLastModified()
                && nanos.getAsLong() - memory.since() < settling;
    }

    private boolean excused(ComponentConfigurationDTO waiting) {
        Map<String, String> interfaces = Arrays.stream(waiting.description.references)
                .collect(Collectors.toMap(r -> r.name, r -> r.interfaceName, (a, b) -> a));
        return waiting.unsatisfiedReferences.length > 0
                && Arrays.stream(waiting.unsatisfiedReferences)
                        .map((UnsatisfiedReferenceDTO r) -> interfaces.get(r.name))
                        .allMatch(wanted -> wanted != null && stopped(wanted, new HashSet<>()));
    }

    /** Whether what offered this service is stopped by an operator, or needs something that is. */
    private boolean stopped(String service, Set<String> seen) {
        if (!seen.add(service)) return false;
        return known.values().stream()
                .filter(c -> c.offers().contains(service))
                .anyMatch(c -> stopped(c) || c.requires().stream().anyMatch(need -> stopped(need, seen)));
    }

    private boolean stopped(KnownComponent component) {
        return Arrays.stream(bundles.all())
                .filter(b -> b.getBundleId() == component.bundle())
                .anyMatch(b -> bundles.state(b).equals(BundleView.STOPPED));
    }
}
