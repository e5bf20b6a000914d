package io.x0tta6bl4.knowledge.api.store;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Content that is known to have worked: configuration files and bundle jars, durable, the last three of each name, each at
 * most 64 MiB.
 */
@ProviderType
public interface Baselines {

    /**
     * One kept content.
     *
     * @param element whose content it is
     * @param name which of its contents: an absolute path, or {@code jar}
     * @param digest SHA-256 in hexadecimal
     * @param version a version if it has one, else empty
     * @param at when it was known to work
     */
    record Baseline(ElementId element, String name, String digest, String version, Instant at) {}

    /** Keeps a content as the newest known good one; keeping the same content again only renews its time. */
    Baseline keep(ElementId element, String name, String version, byte[] content);

    /** The newest known good content. */
    Optional<Baseline> newest(ElementId element, String name);

    /** All kept contents of an element, newest first. */
    List<Baseline> of(ElementId element);

    /** Opens a kept content; the caller closes it. */
    InputStream open(Baseline baseline);

    /** Marks a content as one that failed, so that it is not taken for good or offered again. */
    void reject(ElementId element, String name, String digest, String why);

    /** Whether a content was rejected. */
    boolean rejected(ElementId element, String name, String digest);
}
