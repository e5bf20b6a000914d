package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Whether a bundle does what it did, and whether the loop lives; asked of services and their self-tests only. */
final class Pulse {
    /** How long one self-test may take; it promises to end within a second. */
    static final Duration TEST_LIMIT = Duration.ofSeconds(3);

    private static final String CAPABILITY = "x0.capability";
    private static final String NAME = "x0.name";

    private final BundleContext context;

    Pulse(BundleContext context) {
        this.context = context;
    }

    /** What of a bundle is not as it should be: first what anybody can see from outside, as a sentence. */
    Optional<String> absence(Bundle bundle, Set<String> promised) {
        if (bundle.getState() != Bundle.ACTIVE) return Optional.of("it " + word(bundle.getState()));
        Set<String> missing = new TreeSet<>(promised);
        missing.removeAll(served(bundle));
        return missing.isEmpty() ? Optional.empty() : Optional.of("it does not serve " + String.join(", ", missing));
    }

    private static String word(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "cannot be resolved";
            case Bundle.RESOLVED -> "does not start";
            case Bundle.STARTING -> "is still starting";
            case Bundle.STOPPING -> "is still stopping";
            default -> "is gone";
        };
    }

    /** What a bundle serves of a capability, as {@code interface|x0.name}. */
    Set<String> served(Bundle bundle) {
        Set<String> served = new TreeSet<>();
        references(bundle)
                .forEach(reference -> served.add(((String[]) reference.getProperty(Constants.OBJECTCLASS))[0] + "|"
                        + reference.getProperty(NAME)));
        return served;
    }

    private static Stream<ServiceReference<?>> references(Bundle bundle) {
        ServiceReference<?>[] found = bundle.getRegisteredServices();
        return found == null
                ? Stream.empty()
                : Arrays.stream(found).filter(reference -> reference.getProperty(CAPABILITY) != null);
    }

    /** The first self-test of a bundle's services that fails, as a sentence. */
    Optional<String> failure(Bundle bundle) {
        return references(bundle)
                .filter(reference -> Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS))
                        .contains(SelfTest.class.getName()))
                .map(this::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> failure(ServiceReference<?> reference) {
        try {
            return Bounded.call("x0-keeper-test", TEST_LIMIT, () -> test(reference));
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            return Optional.of("its self-test of " + reference.getProperty(NAME) + " failed: " + Bounded.reason(e));
        }
    }

    private Optional<String> test(ServiceReference<?> reference) {
        Object service = context.getService(reference);
        if (service == null) return Optional.of("its service " + reference.getProperty(NAME) + " cannot be had");
        try {
            if (!(service instanceof SelfTest tested)) return Optional.empty();
            SelfTestResult result = tested.selfTest();
            return result.passed()
                    ? Optional.empty()
                    : Optional.of("its self-test failed: " + result.what() + ": " + result.detail());
        } finally {
            context.ungetService(reference);
        }
    }

    /** Why the loop does not turn, as a sentence; empty when it lives. */
    Optional<String> stillness() {
        Optional<ServiceReference<?>> loop = find("(" + CAPABILITY + "=loop)");
        return loop.isEmpty()
                ? Optional.of("no loop is there")
                : failure(loop.get()).map(why -> "the loop: " + why);
    }

    /** Whether the loop lives and has eyes and hands for bundles: then it heals them itself. */
    boolean loopHealsBundles() {
        return find("(&(" + CAPABILITY + "=monitor)(" + NAME + "=osgi))").isPresent()
                && find("(&(" + CAPABILITY + "=execute)(" + NAME + "=osgi))").isPresent()
                && stillness().isEmpty();
    }

    private Optional<ServiceReference<?>> find(String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(SelfTest.class.getName(), filter);
            return found == null ? Optional.empty() : Arrays.stream(found).max(ServiceReference::compareTo);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(filter, e);
        }
    }
}
