package io.x0tta6bl4.identity.provider.workloadapi;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Registration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which identities a process is entitled to: those of whose registrations everything is so. Pure. */
final class Attestation {
    private Attestation() {}

    /**
     * What is known of a process; what costs is asked for only when a registration needs it.
     *
     * @param ancestry the process and those it descends from
     */
    record Evidence(
            int uid, List<Long> ancestry, Supplier<Optional<Path>> program, Supplier<Optional<String>> digest) {}

    /** @param processes the number of the process that an element runs as now */
    static List<String> entitled(
            Evidence evidence, List<Registration> registrations, Function<ElementId, Optional<Long>> processes) {
        return registrations.stream()
                .filter(registration -> holds(registration, evidence, processes))
                .map(Registration::path)
                .distinct()
                .toList();
    }

    private static boolean holds(
            Registration registration, Evidence evidence, Function<ElementId, Optional<Long>> processes) {
        Set<Long> line = Set.copyOf(evidence.ancestry());
        return registration
                        .element()
                        .map(element ->
                                processes.apply(element).filter(line::contains).isPresent())
                        .orElse(true)
                && (registration.user().isEmpty() || registration.user().getAsInt() == evidence.uid())
                && registration
                        .program()
                        .map(path -> evidence.program().get().equals(Optional.of(path)))
                        .orElse(true)
                && registration
                        .digest()
                        .map(sum -> evidence.digest().get().equals(Optional.of(sum)))
                        .orElse(true);
    }
}
