package io.x0tta6bl4.itests.swap;

import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;

/** The sabotage twin of the hot consumer: dynamic bind and unbind like it, with neither drain nor gate. */
public final class LeakyConsumer implements Consumer {
    private final SortedMap<ServiceReference<?>, Object> bound = new ConcurrentSkipListMap<>();

    /** By Declarative Services. */
    public void bind(ServiceReference<?> reference, Object service) {
        bound.put(reference, service);
    }

    /** By Declarative Services. */
    public void unbind(ServiceReference<?> reference, Object service) {
        bound.remove(reference);
    }

    @Override
    public <R> R call(Function<Object, R> body) {
        var best = ((ConcurrentSkipListMap<ServiceReference<?>, Object>) bound).lastEntry();
        if (best == null) throw new IllegalStateException("no provider");
        R result = body.apply(best.getValue());
        if (best.getKey().getBundle() == null) throw new CalledWhileStopped("unregistered before the call had ended");
        return result;
    }

    @Override
    public long lostStates() {
        return 0;
    }
}
