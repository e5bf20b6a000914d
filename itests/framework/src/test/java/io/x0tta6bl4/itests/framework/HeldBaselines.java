package io.x0tta6bl4.itests.framework;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Baselines in memory, with the promises of the durable ones. */
final class HeldBaselines implements Baselines {
    private final LinkedList<Baseline> kept = new LinkedList<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Set<String> rejected = new HashSet<>();

    @Override
    public synchronized Baseline keep(ElementId element, String name, String version, byte[] content) {
        String digest = digest(content);
        kept.removeIf(b -> b.element().equals(element) && b.digest().equals(digest));
        Baseline baseline = new Baseline(element, name, digest, version, Instant.now());
        kept.addFirst(baseline);
        contents.put(digest, content.clone());
        return baseline;
    }

    @Override
    public synchronized Optional<Baseline> newest(ElementId element, String name) {
        return of(element).stream().filter(b -> b.name().equals(name)).findFirst();
    }

    @Override
    public synchronized List<Baseline> of(ElementId element) {
        return kept.stream().filter(b -> b.element().equals(element)).toList();
    }

    @Override
    public synchronized InputStream open(Baseline baseline) {
        return new ByteArrayInputStream(contents.get(baseline.digest()));
    }

    @Override
    public synchronized void reject(ElementId element, String name, String digest, String why) {
        kept.removeIf(b -> b.element().equals(element) && b.digest().equals(digest));
        rejected.add(element + "|" + name + "|" + digest);
    }

    @Override
    public synchronized boolean rejected(ElementId element, String name, String digest) {
        return rejected.contains(element + "|" + name + "|" + digest);
    }

    synchronized void forget() {
        kept.clear();
        contents.clear();
        rejected.clear();
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
