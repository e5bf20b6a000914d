package io.x0tta6bl4.knowledge.api.element;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that can be healthy or not.
 *
 * @param id its name
 * @param subject what it is
 * @param elementClass the class its brakes are counted in; elements that stand in for one another share one
 * @param zone the part of the system it lives in; health quorum is counted by zone
 * @param origin whether a person configured it or a sensor discovered it
 * @param probes how it is asked from outside
 * @param thresholds limits on its signals
 * @param dependsOn what it needs to be healthy
 * @param hooks HTTP addresses that may be called to heal it, in order
 * @param anomalies signals that are watched for what is unusual
 * @param telemetry what others measure of it
 */
public record Element(
        ElementId id,
        Subject subject,
        String elementClass,
        String zone,
        Origin origin,
        List<Probe> probes,
        List<Threshold> thresholds,
        Set<ElementId> dependsOn,
        List<java.net.URI> hooks,
        AnomalyWatch anomalies,
        TelemetryWatch telemetry) {

    /** Where knowledge of the element comes from. */
    public enum Origin {
        CONFIGURED,
        DISCOVERED
    }

    public Element {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(anomalies, "anomalies");
        Objects.requireNonNull(telemetry, "telemetry");
        if (elementClass.isBlank() || zone.isBlank())
            throw new IllegalArgumentException(id + ": class and zone are not blank");
        probes = List.copyOf(probes);
        thresholds = List.copyOf(thresholds);
        hooks = List.copyOf(hooks);
        dependsOn = Collections.unmodifiableSet(new TreeSet<>(dependsOn));
        if (dependsOn.contains(id)) throw new IllegalArgumentException(id + " depends on itself");
    }

    /** An element of which nobody else measures anything. */
    public Element(
            ElementId id,
            Subject subject,
            String elementClass,
            String zone,
            Origin origin,
            List<Probe> probes,
            List<Threshold> thresholds,
            Set<ElementId> dependsOn,
            List<java.net.URI> hooks,
            AnomalyWatch anomalies) {
        this(
                id,
                subject,
                elementClass,
                zone,
                origin,
                probes,
                thresholds,
                dependsOn,
                hooks,
                anomalies,
                TelemetryWatch.NONE);
    }

    /** An element whose signals are not watched for anomalies. */
    public Element(
            ElementId id,
            Subject subject,
            String elementClass,
            String zone,
            Origin origin,
            List<Probe> probes,
            List<Threshold> thresholds,
            Set<ElementId> dependsOn,
            List<java.net.URI> hooks) {
        this(id, subject, elementClass, zone, origin, probes, thresholds, dependsOn, hooks, AnomalyWatch.NONE);
    }

    /** The same element, which needs these others too. */
    public Element needing(Set<ElementId> more) {
        Set<ElementId> all = new TreeSet<>(dependsOn);
        all.addAll(more);
        all.remove(id);
        return new Element(
                id, subject, elementClass, zone, origin, probes, thresholds, all, hooks, anomalies, telemetry);
    }

    /** A discovered element without probes, thresholds or hooks. */
    public static Element discovered(ElementId id, Subject subject, String elementClass, Set<ElementId> dependsOn) {
        return new Element(
                id, subject, elementClass, "node", Origin.DISCOVERED, List.of(), List.of(), dependsOn, List.of());
    }
}
