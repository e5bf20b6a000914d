package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.feature.api.MandatoryPart;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** Looks at the parts of the node: who serves each, whether it is real, whether it passed its self-test. */
final class Parts {
    private final BundleContext context;
    private final Waiting waiting;
    private final SelfTests selfTests;

    Parts(BundleContext context, Waiting waiting, SelfTests selfTests) {
        this.context = context;
        this.waiting = waiting;
        this.selfTests = selfTests;
    }

    /** Begins the self-test of whoever serves the part. */
    void begin(MandatoryPart wanted) {
        serving(wanted).ifPresent(selfTests::begin);
    }

    Part look(MandatoryPart wanted, long deadlineNanos) {
        Optional<ServiceReference<?>> found = serving(wanted);
        // A bundle that has just left took its service along.
        Optional<Bundle> bundle = found.map(ServiceReference::getBundle);
        if (found.isEmpty() || bundle.isEmpty()) return absent(wanted);
        var provider = new Part.Provider(
                bundle.get().getSymbolicName(), bundle.get().getVersion().toString(), !Obstacles.stub(bundle.get()));
        Optional<SelfTestResult> tested = selfTests.result(found.get(), deadlineNanos);
        return new Part(
                wanted.name(),
                wanted.service(),
                wired(bundle.get(), packageOf(wanted)).or(() -> exported(packageOf(wanted))),
                Optional.of(provider),
                tested,
                List.of(),
                wanted.without());
    }

    /** Whether somebody serves the part, and how the last test of it ended; nobody waits for a test. */
    Glance glance(MandatoryPart wanted) {
        Optional<ServiceReference<?>> found = serving(wanted);
        return new Glance(wanted.name(), found.isPresent(), found.flatMap(selfTests::last));
    }

    /** A part as it was seen last. */
    record Glance(String name, boolean served, Optional<SelfTestResult> tested) {}

    private Part absent(MandatoryPart wanted) {
        return new Part(
                wanted.name(),
                wanted.service(),
                exported(packageOf(wanted)),
                Optional.empty(),
                Optional.empty(),
                waiting.of(wanted.service(), wanted.filter()),
                wanted.without());
    }

    private Optional<ServiceReference<?>> serving(MandatoryPart wanted) {
        try {
            String filter = wanted.filter().isEmpty() ? null : wanted.filter();
            ServiceReference<?>[] found = context.getAllServiceReferences(wanted.service(), filter);
            return found == null ? Optional.empty() : Arrays.stream(found).max(ServiceReference::compareTo);
        } catch (InvalidSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the service can be the part. */
    static boolean serves(ServiceReference<?> reference, MandatoryPart part) {
        Object types = reference.getProperty(Constants.OBJECTCLASS);
        if (!(types instanceof String[] names) || !List.of(names).contains(part.service())) return false;
        try {
            return part.filter().isEmpty()
                    || FrameworkUtil.createFilter(part.filter()).match(reference);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private static String packageOf(MandatoryPart wanted) {
        int dot = wanted.service().lastIndexOf('.');
        return dot < 0 ? "" : wanted.service().substring(0, dot);
    }

    /** Version of the package as the provider is wired to it. */
    private static Optional<String> wired(Bundle provider, String name) {
        BundleWiring wiring = provider.adapt(BundleWiring.class);
        if (wiring == null) return Optional.empty();
        return version(
                wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .map(wire -> wire.getCapability().getAttributes()),
                name);
    }

    /** Version of the package as some bundle of the node exports it. */
    private Optional<String> exported(String name) {
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring == null) continue;
            Optional<String> version = version(
                    wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                            .map(capability -> capability.getAttributes()),
                    name);
            if (version.isPresent()) return version;
        }
        return Optional.empty();
    }

    private static Optional<String> version(Stream<Map<String, Object>> packages, String name) {
        return packages.filter(p -> name.equals(p.get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(p -> String.valueOf(p.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)))
                .findFirst();
    }
}
