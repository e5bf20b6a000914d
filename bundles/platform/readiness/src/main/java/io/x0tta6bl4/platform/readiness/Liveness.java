package io.x0tta6bl4.platform.readiness;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Whether the node lives: its framework runs and no threads wait for one another for ever. */
final class Liveness {
    private final BundleContext context;

    Liveness(BundleContext context) {
        this.context = context;
    }

    /** What speaks against it, one sentence each; empty when it lives. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        if (system == null || (system.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0)
            problems.add("the framework does not run");
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] locked = threads.findDeadlockedThreads();
        if (locked != null)
            for (ThreadInfo thread : threads.getThreadInfo(locked))
                if (thread != null)
                    problems.add("thread " + thread.getThreadName() + " is deadlocked on " + thread.getLockName()
                            + ", which " + thread.getLockOwnerName() + " holds");
        return problems;
    }
}
