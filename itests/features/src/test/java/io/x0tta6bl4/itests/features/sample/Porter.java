package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.ServiceReference;

/** Passes greetings on, as a consumer of somebody outside does: through a hot reference. */
public final class Porter implements Supplier<String> {
    private final HotReference<Greeting> greeting = new HotReference<>("greeting", Duration.ofMillis(500));

    public void bind(ServiceReference<Greeting> reference, Greeting service) {
        greeting.bind(reference, service);
    }

    public void unbind(ServiceReference<Greeting> reference) {
        greeting.unbind(reference);
    }

    public void close(Map<String, Object> properties) {
        greeting.close();
    }

    @Override
    public String get() {
        return greeting.call(Greeting::greet);
    }
}
