package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request comes to: the composition it asks for, and the bytes for it. Not yet held against the framework.
 *
 * <p>Mutable while it is drawn up, by one thread.
 */
final class Request {
    final ChangeRequest asked;
    final NodeState before;
    final Composition now;
    final List<String> obstacles = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final Map<Coordinates, Path> files = new LinkedHashMap<>();
    final Map<Coordinates, String> digests = new LinkedHashMap<>();
    /** Bundles that are there and are to be put back as their feature named them. */
    final Set<Coordinates> restored = new LinkedHashSet<>();

    Composition target;
    NodeState state;
    String feature;
    String from = "";
    String to = "";
    String signer = "nothing comes that had to be signed";

    Request(ChangeRequest asked, NodeState before, Composition now) {
        this.asked = asked;
        this.before = before;
        this.now = now;
        this.target = now;
        this.state = before;
        this.feature = asked.subject();
    }

    void refuse(String why) {
        obstacles.add(why);
    }

    boolean has(ChangeRequest.Option option) {
        return asked.has(option);
    }
}
