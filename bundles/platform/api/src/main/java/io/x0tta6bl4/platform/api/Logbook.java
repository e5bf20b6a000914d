package io.x0tta6bl4.platform.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a part that may know no phase of the loop has what it did written down for good.
 *
 * <p>Whoever keeps the durable record of a node serves it. It may be away for a while; what must not be lost is held by the
 * writer until it is back.
 */
@ProviderType
public interface Logbook {

    /**
     * Writes it down and returns when it is on the disk; throws when it cannot be stored.
     *
     * @param about the element it is about, for example {@code bundle/io.x0tta6bl4.plan.provider.ladder}
     * @param what what was done, as a sentence
     */
    void note(String about, String what);
}
