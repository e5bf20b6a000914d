package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.node.ChainView;
import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.node.IncidentView;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * How one fault went: when it began, when the node knew, when the independent eye saw the service again, and when the node
 * had verified its repair. What did not come within the limit is absent.
 *
 * @param fault last instant before it was in effect
 * @param incident the incident on the right element, as it was first seen
 * @param served when the independent eye saw the service back
 * @param chain the incident at the end, with its actions
 */
public record Healing(
        Instant fault, Optional<IncidentView> incident, Optional<Instant> served, Optional<ChainView> chain) {
    private static final Duration LOOK = Duration.ofMillis(10);

    /** Brings the fault about and watches until the service is back and the repair verified, or the limit has passed. */
    public static Healing of(Fault fault, Console console, Duration limit, Consumer<String> says) throws Exception {
        Instant began = fault.inject();
        says.accept(fault.what());
        CompletableFuture<Optional<Instant>> eye = CompletableFuture.supplyAsync(() -> watch(fault, limit));
        Optional<IncidentView> incident = detect(fault.target(), console, began, limit);
        incident.ifPresent(i -> says.accept("incident " + i.words()));
        Optional<ChainView> chain = incident.isEmpty() ? Optional.empty() : repair(console, incident.get(), limit);
        Optional<Instant> served = eye.join();
        return new Healing(began, incident, served, chain);
    }

    /** Waits for an incident on the element that is not older than the fault and names a cause. */
    public static Optional<IncidentView> detect(String target, Console console, Instant since, Duration limit)
            throws IOException {
        Waiting.until(
                () -> console.incident(target, since)
                        .flatMap(IncidentView::cause)
                        .isPresent(),
                limit,
                LOOK);
        return console.incident(target, since);
    }

    private static Optional<ChainView> repair(Console console, IncidentView incident, Duration limit)
            throws IOException {
        Waiting.until(() -> console.chain(incident.id()).healed(), limit, LOOK);
        return Optional.of(console.chain(incident.id()));
    }

    private static Optional<Instant> watch(Fault fault, Duration limit) {
        return Waiting.until(fault::over, limit, Duration.ofMillis(5)) ? Optional.of(Instant.now()) : Optional.empty();
    }

    /** Fault in effect to incident opened on the right element, by the times of the journal. */
    public Optional<Duration> mttd() {
        return incident.map(i -> Duration.between(fault, i.opened()));
    }

    /** When the node had verified its repair. */
    public Optional<Instant> verified() {
        return chain.filter(ChainView::healed).flatMap(ChainView::verifiedAt);
    }

    /** Fault in effect to service back and success test passed, whichever came later. */
    public Optional<Duration> mttr() {
        if (served.isEmpty() || verified().isEmpty()) return Optional.empty();
        Instant later = served.get().isAfter(verified().get())
                ? served.get()
                : verified().get();
        return Optional.of(Duration.between(fault, later));
    }

    /** The incident at the end; as first seen when there is no later look. */
    public Optional<IncidentView> last() {
        return chain.map(ChainView::incident).or(() -> incident);
    }
}
