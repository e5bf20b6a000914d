package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.ChangeRequest.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.feature.FeatureService;

/** Turns what somebody asks for into the composition it means, with everything that speaks against it. */
final class Requests {
    private final Function<String, @Nullable String> framework;
    private final FeatureService reader;
    private final Sources sources;
    private final Store store;
    private final Trust trust;
    private final ByHand hands;

    Requests(
            Function<String, @Nullable String> framework,
            FeatureService reader,
            Sources sources,
            Store store,
            Trust trust,
            ByHand hands) {
        this.framework = framework;
        this.reader = reader;
        this.sources = sources;
        this.store = store;
        this.trust = trust;
        this.hands = hands;
    }

    /** @param base the features the node was started with, before any change of its own */
    Request draw(ChangeRequest asked, Composition base, Composition now, NodeState before) {
        Request request = new Request(asked, before, now);
        try {
            switch (asked.kind()) {
                case INSTALL, UPDATE -> incoming(request);
                case UNINSTALL -> outgoing(request);
                case REVERT -> back(request, base);
            }
        } catch (BrokenFeature e) {
            request.refuse(e.getMessage());
        } catch (IOException e) {
            request.refuse("cannot be read: " + Wording.of(e));
        }
        return request;
    }

    private void incoming(Request request) throws BrokenFeature, IOException {
        Path path = sources.feature(request.asked.subject(), request.has(Option.OFFLINE));
        FeatureFile file;
        try {
            file = FeatureFile.read(path, reader, framework);
        } catch (BrokenFeature e) {
            throw new BrokenFeature("the feature file " + path + " is refused: " + e.getMessage());
        }
        request.feature = file.name();
        request.to = file.id();
        request.from = request.now.named(file.name()).map(FeatureFile::id).orElse("");
        request.notes.addAll(file.text().notes());
        present(request, file);
        String sha256 = Digests.sha256(path);
        bundles(request, file);
        Trust.Verdict verdict = trust.judge(path, file, request.files);
        request.signer = verdict.signer();
        request.obstacles.addAll(verdict.obstacles());
        request.target = request.now.with(file);
        Map<String, String> named = new LinkedHashMap<>();
        request.digests.forEach((coordinates, digest) -> named.put(coordinates.toString(), digest));
        NodeState.Installed installed =
                new NodeState.Installed(file.name(), file.id(), sha256, verdict.signer(), named);
        history(request, file, installed.fingerprint());
        request.state = request.before.with(installed, file.version()).accepting(installed.fingerprint());
    }

    private static void present(Request request, FeatureFile file) {
        boolean there = request.now.named(file.name()).isPresent();
        boolean update = request.asked.kind() == ChangeRequest.Kind.UPDATE;
        if (there && !update)
            request.refuse("the feature " + file.name() + " is there as " + request.from + "; use feature:update");
        if (!there && update)
            request.refuse("there is no feature " + file.name() + " to update; use feature:install. There are: "
                    + new TreeSet<>(request.now.features().stream()
                            .map(FeatureFile::name)
                            .toList()));
    }

    private void history(Request request, FeatureFile file, String fingerprint) {
        String bad = request.before.rejected().get(fingerprint);
        if (bad != null && !request.has(Option.AGAIN))
            request.refuse(file.id() + " was taken back on this node as bad and is not offered again: " + bad
                    + ". --again offers it all the same");
        String highest = request.before.seen().get(file.name());
        Optional<FeatureFile> present = request.now.named(file.name());
        if (present.isPresent()
                && (highest == null || Coordinates.compare(present.get().version(), highest) > 0))
            highest = present.get().version();
        if (highest == null || Coordinates.compare(file.version(), highest) >= 0) return;
        if (trust.lab() && request.has(Option.DOWNGRADE))
            request.notes.add(file.version() + " is older than " + highest + ", as --downgrade allows on a lab node");
        else
            request.refuse(
                    file.id() + " is older than " + highest + ", which this node has had: an old version is not taken"
                            + " again. feature:revert goes back to what the node consisted of before"
                            + (trust.lab() ? ", --downgrade takes it all the same" : ""));
    }

    private void bundles(Request request, FeatureFile file) throws IOException {
        Optional<Path> beside = Optional.ofNullable(file.path().getParent());
        for (WantedBundle wanted : file.bundles()) {
            List<String> tried = new ArrayList<>();
            Optional<Path> found = sources.artifact(wanted.coordinates(), beside, request.has(Option.OFFLINE), tried);
            if (found.isEmpty()) {
                request.refuse("the bundle " + wanted.coordinates() + " is missing: it is in none of " + tried);
                continue;
            }
            String sha256 = Digests.sha256(found.get());
            if (wanted.sha256().filter(w -> !w.equals(sha256)).isPresent())
                request.refuse("the bundle " + wanted.coordinates() + " in " + found.get()
                        + " is not the one that the feature" + " names: its SHA-256 is " + sha256 + ", wanted is "
                        + wanted.sha256().get());
            request.files.put(wanted.coordinates(), found.get());
            request.digests.put(wanted.coordinates(), sha256);
        }
    }

    private static void outgoing(Request request) throws BrokenFeature {
        String name = request.asked.subject();
        FeatureFile file = request.now.features().stream()
                .filter(f -> f.name().equals(name) || f.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new BrokenFeature("there is no feature '" + name + "'; feature:list lists them"));
        request.feature = file.name();
        request.from = file.id();
        request.target = request.now.without(file.name());
        request.state = request.before.without(file.name());
    }

    private void back(Request request, Composition base) throws BrokenFeature, IOException {
        if (restoring(request)) return;
        long generation = request.before.generation();
        if (generation == 0)
            throw new BrokenFeature("nothing was changed on this node, so there is nothing to go back to");
        NodeState earlier = store.earlier(generation - 1)
                .orElseThrow(() -> new BrokenFeature(
                        "what the node consisted of before change " + generation + " is not kept any more"));
        request.target = overlay(base, earlier, request.obstacles);
        request.state = request.before.backTo(earlier);
        differing(request);
        String name = request.asked.subject();
        if (!name.isBlank() && !name.equals(request.feature))
            request.refuse("the last change was of " + request.feature + ", not of " + name
                    + "; feature:revert takes back the last change only");
        request.signer = "it was in force on this node before";
        for (Coordinates coordinates : request.target.bundles().keySet()) kept(request, earlier, coordinates);
    }

    /** The bytes that the node had under these coordinates, where they can still be found. */
    private boolean kept(Request request, NodeState state, Coordinates coordinates) throws IOException {
        Optional<String> digest = digest(state, coordinates);
        Optional<Path> file = digest.map(store::bundle)
                .or(() -> sources.artifact(coordinates, Optional.empty(), true, new ArrayList<>()));
        if (file.isEmpty()) return false;
        request.files.put(coordinates, file.get());
        request.digests.put(coordinates, digest.isPresent() ? digest.get() : Digests.sha256(file.get()));
        return true;
    }

    /** A feature with bundles that were updated by hand goes back to the bundles it names; the composition stays. */
    private boolean restoring(Request request) throws IOException {
        Optional<FeatureFile> feature = request.now.named(request.asked.subject());
        if (feature.isEmpty()) return false;
        for (Coordinates coordinates : hands.of(feature.get()))
            if (kept(request, request.before, coordinates)) request.restored.add(coordinates);
            else request.refuse("the bundle " + coordinates + " as its feature named it is not kept any more");
        if (request.restored.isEmpty() && request.obstacles.isEmpty()) return false;
        request.from = feature.get().id();
        request.to = request.from;
        request.signer = "it was in force on this node before";
        request.notes.add(
                "bundles that were updated in place are put back as the feature names them: " + request.restored);
        return true;
    }

    /** Names the feature that differs; a revert takes back one change, which was of one feature. */
    private static void differing(Request request) {
        for (FeatureFile feature : request.now.features()) {
            Optional<FeatureFile> then = request.target.named(feature.name());
            if (then.filter(f -> f.path().equals(feature.path())).isEmpty()) {
                request.feature = feature.name();
                request.from = feature.id();
                request.to = then.map(FeatureFile::id).orElse("");
            }
        }
        for (FeatureFile feature : request.target.features())
            if (request.now.named(feature.name()).isEmpty()) {
                request.feature = feature.name();
                request.to = feature.id();
            }
    }

    static Optional<String> digest(NodeState state, Coordinates coordinates) {
        return state.installed().stream()
                .map(i -> i.bundles().get(coordinates.toString()))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /** What the node consists of: the features it was started with, and what was changed on it since. */
    Composition overlay(Composition base, NodeState state, List<String> problems) {
        Composition all = base;
        for (String name : state.removed()) all = all.without(name);
        for (NodeState.Installed installed : state.installed()) {
            Path path = store.feature(installed.sha256());
            try {
                all = all.with(FeatureFile.read(path, reader, framework));
            } catch (BrokenFeature e) {
                problems.add("the feature " + installed.id() + " in " + path + " cannot be used: " + e.getMessage());
            }
        }
        return all;
    }

    /** The bytes that a bundle of the node was installed from, where they can still be found. */
    Optional<String> digestNow(NodeState state, Coordinates coordinates) throws IOException {
        Optional<String> kept = digest(state, coordinates);
        if (kept.isPresent()) return kept;
        Optional<Path> file = sources.artifact(coordinates, Optional.empty(), true, new ArrayList<>());
        return file.isEmpty() ? Optional.empty() : Optional.of(Digests.sha256(file.get()));
    }
}
