package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at an element, and the elements that there are without anybody's configuring them. */
final class Looks {
    /** What a part needs to be well: it is looked for there when it is not. */
    private static final Map<Part, Set<Part>> NEEDS =
            new EnumMap<>(Map.of(Part.SVID, Set.of(Part.AUTHORITY), Part.AUTHORITY, Set.of(Part.KEY_STORE)));

    private final Trust trust;
    private final InstantSource wall;
    private final InstantSource steady;

    Looks(Trust trust, InstantSource wall, InstantSource steady) {
        this.trust = trust;
        this.wall = wall;
        this.steady = steady;
    }

    static boolean understands(Element element) {
        return element.subject() instanceof Subject.Identity || element.subject() instanceof Subject.Certificate;
    }

    static List<Element> elements(Set<Part> parts) {
        return parts.stream().sorted().map(part -> element(part, parts)).toList();
    }

    private static Element element(Part part, Set<Part> parts) {
        Set<ElementId> needs = NEEDS.getOrDefault(part, Set.of()).stream()
                .filter(parts::contains)
                .map(Looks::id)
                .collect(Collectors.toSet());
        return Element.discovered(id(part), new Subject.Identity(part), "identity", needs);
    }

    private static ElementId id(Part part) {
        return new ElementId("identity/" + part.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    List<Observation> at(Element element) {
        Map<String, Reading> readings = switch (element.subject()) {
            case Subject.Identity(Part part) -> trust.look(part);
            case Subject.Certificate certificate -> certificate(certificate);
            default -> Map.of();
        };
        Instant at = steady.instant();
        List<Observation> seen = new ArrayList<>();
        readings.forEach((signal, reading) -> seen.add(new Observation(
                element.id(),
                signal,
                reading,
                at,
                IdentitySensor.NAME,
                Observation.Provenance.OBSERVED,
                Observation.Quality.GOOD,
                "")));
        return seen;
    }

    private Map<String, Reading> certificate(Subject.Certificate subject) {
        Instant now = wall.instant();
        return switch (CertificateFile.read(subject.file())) {
            case CertificateFile.Missing(String why) ->
                Map.of(Signals.IDENTITY_STATE, new Reading.State("missing", why));
            case CertificateFile.Unreadable(String why) ->
                Map.of(Signals.IDENTITY_STATE, new Reading.State("unreadable", why));
            case CertificateFile.Leaf(var leaf) -> readings(Validity.Span.of(leaf), now);
        };
    }

    private static Map<String, Reading> readings(Validity.Span span, Instant now) {
        return Map.of(
                Signals.IDENTITY_STATE,
                Validity.of(span, Optional.empty(), "", now),
                Signals.CERTIFICATE_REMAINING,
                new Reading.Measured(Validity.remaining(span, now), "s"));
    }
}
