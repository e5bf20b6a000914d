package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.feature.api.MandatoryPart;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** One health check for each mandatory part, tagged {@code x0} and {@code ready}. */
@Component(
        service = {},
        immediate = true)
public final class PartChecks {
    private final BundleContext context;
    private final Readiness readiness;
    private final Map<ServiceReference<Features>, List<ServiceRegistration<?>>> checks = new ConcurrentHashMap<>();

    @Activate
    public PartChecks(
            BundleContext context, @Reference(policyOption = ReferencePolicyOption.GREEDY) Readiness readiness) {
        this.context = context;
        this.readiness = readiness;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeatures(ServiceReference<Features> reference, Features features) {
        List<ServiceRegistration<?>> registered = new ArrayList<>();
        for (MandatoryPart part : features.mandatory()) registered.add(register(part));
        checks.put(reference, registered);
    }

    void unbindFeatures(ServiceReference<Features> reference) {
        List<ServiceRegistration<?>> leaving = checks.remove(reference);
        if (leaving != null) leaving.forEach(PartChecks::unregister);
    }

    @Deactivate
    void close() {
        List.copyOf(checks.keySet()).forEach(this::unbindFeatures);
    }

    private ServiceRegistration<?> register(MandatoryPart part) {
        var properties = new Hashtable<String, Object>(
                Map.of(HealthCheck.NAME, part.name(), HealthCheck.TAGS, new String[] {"x0", "ready"}));
        return context.registerService(HealthCheck.class, () -> result(readiness.part(part)), properties);
    }

    static Result result(Part part) {
        FormattingResultLog log = new FormattingResultLog();
        part.provider().ifPresent(p -> log.debug("{} {}", p.bundle(), p.version()));
        part.selfTest().ifPresent(test -> log.debug("{}: {}", test.what(), test.detail()));
        if (part.ok()) log.info("ready");
        else if (part.provider().isEmpty())
            log.temporarilyUnavailable("{}", part.problem().orElseThrow());
        else log.critical("{}", part.problem().orElseThrow());
        return new Result(log);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException gone) {
            // The framework had already unregistered it with this bundle.
        }
    }
}
