package beside;

import beside.api.Counting;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails every call that reaches it, or runs on, after its end. */
public final class Provider implements BundleActivator, Counting {
    private volatile boolean stopped;
    private volatile String version = "";

    @Override
    public void start(BundleContext context) {
        version = context.getBundle().getVersion().toString();
        context.registerService(Counting.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        stopped = true;
    }

    @Override
    public String next() {
        if (stopped) throw new IllegalStateException("called after the end");
        for (int i = 0; i < 200; i++) Thread.onSpinWait();
        if (stopped) throw new IllegalStateException("ended in the middle of a call");
        return version;
    }
}
