package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;

/**
 * A capability that a command needs and that may be absent: then the command says so in words.
 *
 * @param <T> the service type
 */
final class Capability<T> implements AutoCloseable {
    /** How long a command waits for one that is just being replaced. */
    private static final Duration GATE = Duration.ofMillis(500);

    private final String what;
    private final HotReference<T> provider;

    Capability(String what) {
        this.what = what;
        this.provider = new HotReference<>(what, GATE);
    }

    void bind(ServiceReference<T> reference, T service) {
        provider.bind(reference, service);
    }

    /** For use without a framework. */
    Capability<T> with(T service) {
        provider.bind(0, service);
        return this;
    }

    void unbind(ServiceReference<T> reference) {
        provider.unbind(reference);
    }

    <R> R ask(Function<? super T, R> question) {
        try {
            return provider.call(question);
        } catch (Retired absent) {
            throw new CommandFailed(
                    "This node has no " + what + " now, so the command cannot answer; readiness:show tells"
                            + " what is missing and what it waits for.");
        }
    }

    <R> Optional<R> askIfPresent(Function<? super T, R> question) {
        return provider.callIfPresent(question);
    }

    @Override
    public void close() {
        provider.close();
    }
}
