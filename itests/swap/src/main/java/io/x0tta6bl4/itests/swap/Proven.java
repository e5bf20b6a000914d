package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * What a feature waits for before the old version goes: the new one offers all that the old one does, each can be had, and the
 * self-tests pass.
 */
final class Proven {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<String> wanted;

    private Proven(List<String> wanted) {
        this.wanted = wanted;
    }

    static Proven of(Bundle old) {
        return new Proven(offers(old));
    }

    void by(BundleContext context, Bundle next) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        for (String wrong = wrong(context, next); !wrong.isEmpty(); wrong = wrong(context, next)) {
            if (System.nanoTime() - deadline > 0) throw new IllegalStateException(next + ": " + wrong);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private String wrong(BundleContext context, Bundle next) {
        if (!offers(next).containsAll(wanted)) return "offers " + offers(next) + " and not " + wanted;
        StringBuilder wrong = new StringBuilder();
        for (ServiceReference<?> reference : references(next)) {
            if (context.getService(reference) instanceof SelfTest test) {
                SelfTestResult result = test.selfTest();
                if (!result.passed()) wrong.append(result).append(' ');
            }
            context.ungetService(reference);
        }
        return wrong.toString();
    }

    private static List<String> offers(Bundle bundle) {
        List<String> offers = new ArrayList<>();
        for (ServiceReference<?> reference : references(bundle))
            offers.add(new TreeSet<>(List.of((String[]) reference.getProperty(Constants.OBJECTCLASS))) + " "
                    + Objects.requireNonNullElse(reference.getProperty("x0.name"), ""));
        return offers;
    }

    private static List<ServiceReference<?>> references(Bundle bundle) {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        return registered == null ? List.of() : Arrays.asList(registered);
    }
}
