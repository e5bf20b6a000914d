package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.execute.api.Effect;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.util.promise.Promise;

/** Disables and enables components. */
final class ComponentHands {
    private final ServiceComponentRuntime runtime;

    ComponentHands(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Whether the bundle has a component of this name now. */
    boolean shown(Bundle bundle, String name) {
        return runtime.getComponentDescriptionDTO(bundle, name) != null;
    }

    Effect restart(Bundle bundle, String name, Deadline deadline) throws Exception {
        ComponentDescriptionDTO description = runtime.getComponentDescriptionDTO(bundle, name);
        if (description == null)
            return new Effect.Refused(
                    bundle.getSymbolicName() + " " + bundle.getVersion() + " has no component " + name);
        if (!runtime.isComponentEnabled(description))
            return new Effect.Refused(name + " was disabled by an operator; enable it by hand");
        try {
            await(runtime.disableComponent(description), deadline);
        } finally {
            await(runtime.enableComponent(description), deadline);
        }
        return new Effect.Done("disabled and enabled " + name);
    }

    private static void await(Promise<Void> promise, Deadline deadline) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        promise.onResolve(done::countDown);
        if (!done.await(deadline.leftNanos(), TimeUnit.NANOSECONDS))
            throw new TimeoutException("Declarative Services did not answer in time");
        promise.getValue();
    }
}
