package io.x0tta6bl4.runtime.image;

import java.time.Instant;
import java.util.List;

/** What every image of ours is, for those who make it and those who look at it. */
final class Shape {
    /** Nobody on the host; the same in the manifests of runtime/kubernetes. */
    static final String USER = "10001:10001";

    static final String JAVA = "/opt/java";
    static final String HOME = "/opt/x0";
    static final String VOLUME = "/data";
    /** In a directory of the volume: what a volume is mounted with is not ours to change. */
    static final String DATA = VOLUME + "/node";

    static final int HEALTH = 8484;
    static final long SIZE_LIMIT = 120_000_000;

    /** Of every file, so that an image depends on contents alone; the archive of classes knows its jars by it. */
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    static final List<String> ENTRYPOINT = List.of(JAVA + "/bin/java", "@" + HOME + "/run");

    private Shape() {}
}
