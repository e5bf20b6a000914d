package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Looks whether bundles do what they are there for: they run, their components are satisfied, their self-tests pass. */
final class Proof {
    private static final int SATISFIED = ComponentConfigurationDTO.SATISFIED | ComponentConfigurationDTO.ACTIVE;

    private final BundleContext context;

    Proof(BundleContext context) {
        this.context = context;
    }

    /** What is wrong with these bundles now; empty when nothing is. Proven things are added to {@code proofs}. */
    List<String> wrong(Collection<Bundle> bundles, Set<String> proofs) {
        List<String> wrong = new ArrayList<>();
        for (Bundle bundle : bundles)
            if (!runs(bundle)) wrong.add(name(bundle) + " does not run: it is " + state(bundle));
        wrong.addAll(components(bundles, proofs));
        if (wrong.isEmpty()) services(bundles, wrong);
        if (wrong.isEmpty()) selfTests(bundles, wrong, proofs);
        return wrong;
    }

    private List<String> components(Collection<Bundle> bundles, Set<String> proofs) {
        List<String> wrong = new ArrayList<>();
        for (Component component : components(bundles)) {
            if ((component.state() & SATISFIED) != 0 && component.failure().isEmpty())
                proofs.add("component " + component.name() + " is satisfied");
            else wrong.add("component " + component.name() + " " + component.why());
        }
        return wrong;
    }

    /** Every service of the bundles is obtained once: a component that cannot be made shows it then. */
    private void services(Collection<Bundle> bundles, List<String> wrong) {
        for (Bundle bundle : bundles) {
            ServiceReference<?>[] offered = bundle.getRegisteredServices();
            for (ServiceReference<?> reference : offered == null ? new ServiceReference<?>[0] : offered) {
                Object service = obtained(reference);
                if (service == null && reference.getBundle() != null)
                    wrong.add(name(bundle) + " offers " + classes(reference) + ", but none can be had of it");
                if (service != null) context.ungetService(reference);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Object obtained(ServiceReference<?> reference) {
        try {
            return context.getService(reference);
        } catch (IllegalStateException | LinkageError e) {
            return null;
        }
    }

    private void selfTests(Collection<Bundle> bundles, List<String> wrong, Set<String> proofs) {
        for (ServiceReference<SelfTest> reference : references(SelfTest.class)) {
            if (!bundles.contains(reference.getBundle())) continue;
            SelfTest test = context.getService(reference);
            if (test == null) continue;
            try {
                SelfTestResult result = test.selfTest();
                String what = "self-test of " + name(reference.getBundle()) + ": " + result.what();
                if (result.passed()) proofs.add(what);
                else wrong.add(what + ": failed: " + result.detail());
            } catch (RuntimeException | LinkageError e) {
                wrong.add("self-test of " + name(reference.getBundle()) + " failed: " + Wording.of(e));
            } finally {
                context.ungetService(reference);
            }
        }
    }

    private <T> List<ServiceReference<T>> references(Class<T> type) {
        try {
            return List.copyOf(context.getServiceReferences(type, null));
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    /** A configuration of a component, or a component that has none although it is enabled. */
    record Component(Bundle bundle, String name, String key, int state, String failure, String missing) {
        String why() {
            if (!failure.isEmpty()) return "cannot be made: " + failure;
            return missing.isEmpty() ? "is not satisfied" : "is not satisfied: it waits for " + missing;
        }
    }

    /** The components of these bundles; one without a configuration that it was to have counts as content to wait. */
    List<Component> components(Collection<Bundle> bundles) {
        // Asked about no bundle, Declarative Services answers for all.
        if (bundles.isEmpty()) return List.of();
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) return List.of();
        ServiceComponentRuntime runtime = context.getService(reference);
        try {
            List<Component> all = new ArrayList<>();
            for (ComponentDescriptionDTO description :
                    runtime.getComponentDescriptionDTOs(bundles.toArray(Bundle[]::new)))
                if (runtime.isComponentEnabled(description))
                    for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description))
                        all.add(component(description, configuration));
            return all;
        } finally {
            context.ungetService(reference);
        }
    }

    private Component component(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        String missing = Arrays.stream(configuration.unsatisfiedReferences)
                .map(r -> service(description, r.name) + (r.target == null ? "" : " " + r.target))
                .collect(Collectors.joining(", "));
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) missing = "its configuration";
        String pid = String.valueOf(configuration.properties.getOrDefault(Constants.SERVICE_PID, ""));
        return new Component(
                context.getBundle(description.bundle.id),
                description.name,
                description.bundle.id + " " + description.name + " " + pid,
                configuration.state,
                cause(configuration.failure),
                missing);
    }

    /** References have names that only their author knows, and those of constructors not even that. */
    private static String service(ComponentDescriptionDTO description, String reference) {
        return Arrays.stream(description.references)
                .filter(r -> r.name.equals(reference))
                .findFirst()
                .map(r -> "the service " + r.interfaceName)
                .orElse(reference);
    }

    /** The last cause of a stack trace as Declarative Services keep it: the first is how they called the constructor. */
    private static String cause(@org.jspecify.annotations.Nullable String trace) {
        if (trace == null) return "";
        String mark = "Caused by: ";
        return trace.lines()
                .filter(line -> line.startsWith(mark))
                .reduce((first, second) -> second)
                .map(line -> line.substring(mark.length()))
                .or(() -> trace.lines().findFirst())
                .orElse("");
    }

    /** Which components of the whole node are satisfied now, by bundle, name and configuration. */
    Map<String, String> satisfied() {
        Map<String, String> all = new HashMap<>();
        for (Component component : components(List.of(context.getBundles())))
            if ((component.state() & SATISFIED) != 0) all.put(component.key(), component.name());
        return all;
    }

    /** What was satisfied before in these bundles and is not now. */
    List<String> lost(Map<String, String> before, Collection<Bundle> among) {
        Map<String, String> now = satisfied();
        Set<Long> ids = among.stream().map(Bundle::getBundleId).collect(Collectors.toSet());
        List<String> lost = new ArrayList<>();
        before.forEach((key, name) -> {
            boolean counts = ids.contains(Long.parseLong(key.substring(0, key.indexOf(' '))));
            if (counts && !now.containsKey(key))
                lost.add("component " + name + " was satisfied before and is not now" + waits(name));
        });
        return lost;
    }

    private String waits(String name) {
        return components(List.of(context.getBundles())).stream()
                .filter(c -> c.name().equals(name) && !c.missing().isEmpty())
                .map(c -> ": it waits for " + c.missing())
                .findFirst()
                .orElse("");
    }

    static boolean runs(Bundle bundle) {
        if (fragment(bundle)) return bundle.getState() == Bundle.RESOLVED;
        return bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING && lazy(bundle);
    }

    static boolean fragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.strip().startsWith(Constants.ACTIVATION_LAZY);
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static String state(Bundle bundle) {
        return InstalledBundles.state(bundle).toLowerCase(java.util.Locale.ROOT);
    }

    private static String classes(ServiceReference<?> reference) {
        return String.join(", ", (String[]) reference.getProperty(Constants.OBJECTCLASS));
    }
}
