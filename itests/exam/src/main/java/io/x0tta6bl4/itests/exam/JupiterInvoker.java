package io.x0tta6bl4.itests.exam;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.ops4j.pax.exam.ProbeInvoker;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Runs the one test whose unique id it is given, inside the framework. Public and named, because a container in a process
 * of its own calls it by reflection. The engine is handed over rather than looked up, so no service loader is needed.
 */
public final class JupiterInvoker implements ProbeInvoker {
    private final BundleContext probe;

    JupiterInvoker(BundleContext probe) {
        this.probe = probe;
    }

    @Override
    public void call(Object... arguments) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread()
                .setContextClassLoader(
                        probe.getBundle().adapt(BundleWiring.class).getClassLoader());
        try {
            run((String) arguments[0]);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void run(String uniqueId) {
        var result = new Result();
        launcher()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectUniqueId(uniqueId))
                                .build(),
                        result);
        if (!result.thrown.isEmpty()) throw JupiterInvoker.<RuntimeException>unchecked(result.thrown.getFirst());
        if (result.ran != 1) throw new AssertionError(result.ran + " tests ran inside for " + uniqueId + "; want 1");
    }

    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static final class Result implements TestExecutionListener {
        private final List<Throwable> thrown = new ArrayList<>();
        private int ran;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) ran++;
            result.getThrowable().ifPresent(thrown::add);
        }
    }
}
