package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The capabilities in numbers: who is served, and how the last self-tests ended. */
@Component(service = MetricSource.class)
public final class CapabilityMetrics implements MetricSource {
    private static final Metric SERVED = Metric.gauge(
            "x0.capability.served", "{provider}", "1 while somebody serves a mandatory part, else 0.", "capability");
    private static final Metric PASSED = Metric.gauge(
            "x0.capability.selftest.passed",
            "{test}",
            "1 when the last self-test passed, 0 when it did not.",
            "capability");
    private static final Metric TOOK =
            Metric.gauge("x0.capability.selftest.duration", "s", "How long the last self-test took.", "capability");
    private static final Metric AGE =
            Metric.gauge("x0.capability.selftest.age", "s", "Since the last self-test began.", "capability");

    private final Readiness readiness;

    @Activate
    public CapabilityMetrics(@Reference(policyOption = ReferencePolicyOption.GREEDY) Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SERVED, PASSED, TOOK, AGE);
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (Parts.Glance part : readiness.glances()) {
            samples.add(Sample.of(SERVED, part.served() ? 1 : 0, part.name()));
            part.tested().ifPresent(result -> tested(part.name(), result, samples));
        }
        return samples;
    }

    private static void tested(String name, SelfTestResult result, List<Sample> samples) {
        Duration age = Duration.between(result.at(), SteadyClock.system().instant());
        samples.add(Sample.of(PASSED, result.passed() ? 1 : 0, name));
        samples.add(Sample.of(TOOK, result.took().toNanos() / 1e9, name));
        samples.add(Sample.of(AGE, age.toNanos() / 1e9, name));
    }
}
