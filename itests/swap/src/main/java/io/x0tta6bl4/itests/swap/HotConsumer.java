package io.x0tta6bl4.itests.swap;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.HotReference.Trait;
import java.time.Duration;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;

/** Reaches the capability as the product does: a multiple, dynamic reference into a hot reference. */
public final class HotConsumer implements Consumer {
    private final HotReference<Object> hot =
            new HotReference<>("the capability", Duration.ofSeconds(10), Trait.STATEFUL);
    /** The references beside their services, to see after a call whether the service was still registered. */
    private final java.util.Map<Object, ServiceReference<?>> references =
            new java.util.concurrent.ConcurrentHashMap<>();

    /** By Declarative Services. */
    public void bind(ServiceReference<?> reference, Object service) {
        references.put(service, reference);
        hot.bind(reference, service);
    }

    /** By Declarative Services. */
    public void unbind(ServiceReference<?> reference, Object service) {
        hot.unbind(reference);
        references.remove(service);
    }

    /** By Declarative Services. */
    public void close() {
        hot.close();
    }

    @Override
    public <R> R call(Function<Object, R> body) {
        return hot.call(service -> {
            R result = body.apply(service);
            ServiceReference<?> reference = references.get(service);
            if (reference == null || reference.getBundle() == null)
                throw new CalledWhileStopped("unregistered before the call had ended");
            return result;
        });
    }

    @Override
    public long lostStates() {
        return hot.lostStates();
    }
}
