package io.x0tta6bl4.platform.keeper.sample;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Serves one capability as the headers of its bundle say: well, sick, not at all, or not even that. */
public final class SampleActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Map<String, String> headers = java.util.Collections.list(
                        context.getBundle().getHeaders().keys())
                .stream()
                .collect(java.util.stream.Collectors.toMap(
                        key -> key, key -> context.getBundle().getHeaders().get(key)));
        String behaviour = headers.getOrDefault("X-Behaviour", "good");
        if (behaviour.equals("throws")) throw new IllegalStateException("broken on purpose");
        if (behaviour.equals("silent")) return;
        SelfTest test = () -> SelfTestResult.of("work", () -> {
            if (behaviour.equals("sick")) throw new IllegalStateException("sick on purpose");
            Optional.ofNullable(headers.get("X-Needs")).ifPresent(needs -> require(context, needs));
            return "works";
        });
        context.registerService(
                SelfTest.class,
                test,
                new Hashtable<>(
                        Map.of("x0.capability", headers.get("X-Capability"), "x0.name", headers.get("X-Name"))));
    }

    private static void require(BundleContext context, String capability) {
        try {
            var found = context.getAllServiceReferences(SelfTest.class.getName(), "(x0.capability=" + capability + ")");
            if (found == null) throw new IllegalStateException("blind; missing: " + capability);
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
