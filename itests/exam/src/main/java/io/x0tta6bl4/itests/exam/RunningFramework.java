package io.x0tta6bl4.itests.exam;

import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/** The outside: a started framework with the test bundle in it. JUnit closes it after the last test of the class. */
final class RunningFramework implements AutoCloseable {
    private static final String LOG_LEVEL = "org.ops4j.pax.logging.DefaultServiceLog.level";

    static {
        // read once by the logger on the outside, which Pax Exam fills with every property of the machine otherwise
        if (System.getProperty(LOG_LEVEL) == null) System.setProperty(LOG_LEVEL, "WARN");
    }

    private final TestContainer container;
    private final TestAddress probe;

    private RunningFramework(TestContainer container, TestAddress probe) {
        this.container = container;
        this.probe = probe;
    }

    static RunningFramework of(Class<?> test) throws Exception {
        ExamSystem system = PaxExamRuntime.createTestSystem(OptionUtils.combine(driver(), configuration(test)));
        TestContainer container = PaxExamRuntime.createContainer(system).start();
        TestProbeBuilder probe = system.createProbe();
        TestAddress address = probe.addTest(test, "*");
        container.install(probe.build().getStream());
        return new RunningFramework(container, address);
    }

    /** Runs one test inside; what it throws is thrown here, so that a failure is reported as a failure. */
    void run(String uniqueId) {
        container.call(new WithArguments(probe, uniqueId));
    }

    @Override
    public void close() {
        container.stop();
    }

    /** What every test needs: JUnit, the driver, logging. opentest4j is shared, so that failures are of one class. */
    private static Option[] driver() {
        return new Option[] {
            cleanCaches(),
            systemPackage("org.opentest4j;version=1.3.0"),
            // opening java.net by reflection fails loudly on a new JDK, and no test needs it
            frameworkProperty("felix.service.urlhandlers").value("false"),
            systemProperty("pax.exam.invoker").value(ExamActivator.DRIVER),
            Bundles.named(
                    "org.ops4j.pax.logging.pax-logging-api",
                    "junit-platform-commons",
                    "junit-platform-engine",
                    "junit-platform-launcher",
                    "junit-jupiter-api",
                    "junit-jupiter-params",
                    "junit-jupiter-engine",
                    "io.x0tta6bl4.itests.exam")
        };
    }

    private static Option[] configuration(Class<?> test) throws ReflectiveOperationException {
        List<Method> methods = Arrays.stream(test.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Configuration.class))
                .toList();
        if (methods.size() != 1)
            throw new IllegalStateException(test.getName() + " has " + methods.size()
                    + " methods marked @Configuration; it needs one, static and without parameters");
        Method method = methods.getFirst();
        method.setAccessible(true);
        return (Option[]) method.invoke(null);
    }

    /** Pax Exam's own address drops its arguments. */
    private record WithArguments(TestAddress root, String uniqueId) implements TestAddress {
        @Override
        public String identifier() {
            return root.identifier();
        }

        @Override
        public String caption() {
            return uniqueId;
        }

        @Override
        public Object[] arguments() {
            return new Object[] {uniqueId};
        }
    }
}
