package io.x0tta6bl4.platform.keeper;

import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a content that worked.
 *
 * @param version of the bundle
 * @param digest of the content
 * @param services what the bundle served when the loop was well, as {@code interface|x0.name}
 */
record Kept(String version, String digest, Set<String> services) {
    Kept {
        services = java.util.Collections.unmodifiableSet(new TreeSet<>(services));
    }
}
