package io.x0tta6bl4.itests.swap;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;

/** Reaches the capability as most code does: one mandatory static reference; the component is made anew at every swap. */
public final class NaiveConsumer implements Consumer {
    private volatile @Nullable Object service;
    private volatile @Nullable ServiceReference<?> reference;

    /** By Declarative Services. */
    public void bind(ServiceReference<?> to, Object bound) {
        reference = to;
        service = bound;
    }

    @Override
    public <R> R call(Function<Object, R> body) {
        Object bound = service;
        ServiceReference<?> to = reference;
        if (bound == null || to == null) throw new IllegalStateException("no provider");
        R result = body.apply(bound);
        if (to.getBundle() == null) throw new CalledWhileStopped("unregistered before the call had ended");
        return result;
    }

    @Override
    public long lostStates() {
        return 0;
    }
}
