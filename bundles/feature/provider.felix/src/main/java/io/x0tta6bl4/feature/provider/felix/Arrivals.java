package io.x0tta6bl4.feature.provider.felix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;

/** Which bundles of a request have to come, and which are there already. */
final class Arrivals {
    private final BundleContext context;
    private final Installation installation;
    private final Request request;
    private final Set<Bundle> gone;
    private final Set<Bundle> remains = new LinkedHashSet<>();
    private final Set<Bundle> taken = new LinkedHashSet<>();

    /** @param gone what the request takes away; what an earlier change could not take away is added */
    Arrivals(BundleContext context, Installation installation, Request request, Set<Bundle> gone) {
        this.context = context;
        this.installation = installation;
        this.request = request;
        this.gone = gone;
    }

    /** Bundles that are there already, and that a feature names for the first time. */
    Set<Bundle> taken() {
        return taken;
    }

    /** What comes, in start order. */
    List<Arrival> of(Set<Coordinates> renewed) throws IOException, BundleException {
        for (Coordinates coordinates : request.target.bundles().keySet())
            if (!request.now.bundles().containsKey(coordinates)) remains(coordinates);
        gone.addAll(remains);
        Map<Coordinates, WantedBundle> wanted = new LinkedHashMap<>();
        request.target.bundles().forEach((coordinates, bundle) -> {
            Optional<Bundle> there = installation.find(coordinates).filter(b -> !gone.contains(b));
            if (there.isEmpty() || renewed.contains(coordinates)) wanted.put(coordinates, bundle);
            else if (!request.now.bundles().containsKey(coordinates)) take(coordinates, there.get());
        });
        // What the node was started without, though a feature names it, is none of this change.
        wanted.keySet().removeIf(c -> !request.files.containsKey(c));
        return wanted.isEmpty() ? List.of() : read(wanted);
    }

    /** What an earlier change installed and could not take away again, as its activator hangs: nothing to rely on. */
    private void remains(Coordinates coordinates) {
        String location = "x0:" + coordinates;
        for (Bundle bundle : context.getBundles())
            if (!Proof.runs(bundle)
                    && (bundle.getLocation().equals(location)
                            || bundle.getLocation().startsWith(location + "#"))) {
                remains.add(bundle);
                request.notes.add("bundle " + bundle.getBundleId() + ", which is left of an earlier attempt with "
                        + coordinates + ", goes");
            }
    }

    /** A bundle that nobody named until now is relied upon only if it does what it is there for. */
    private void take(Coordinates coordinates, Bundle bundle) {
        if (!Proof.runs(bundle)) {
            request.refuse(coordinates + " is there already, as bundle " + bundle.getBundleId() + " from "
                    + bundle.getLocation() + ", and does not run: start or uninstall it first");
            return;
        }
        taken.add(bundle);
        request.notes.add(
                coordinates + " is there already, as bundle " + bundle.getBundleId() + ", and is taken as it is");
    }

    private List<Arrival> read(Map<Coordinates, WantedBundle> wanted) throws IOException, BundleException {
        List<Arrival> arrivals = new ArrayList<>();
        Map<Coordinates, Path> files = new LinkedHashMap<>();
        wanted.keySet().forEach(c -> files.put(c, request.files.get(c)));
        try (Candidates candidates = new Candidates(context, files, request.obstacles)) {
            Map<Coordinates, BundleRevision> revisions = candidates.revisions();
            for (WantedBundle bundle : wanted.values()) {
                BundleRevision revision = revisions.get(bundle.coordinates());
                if (revision != null) arrivals.add(arrival(bundle, files.get(bundle.coordinates()), revision));
            }
        }
        arrivals.sort(Comparator.comparingInt(a -> a.wanted().startLevel()));
        return arrivals;
    }

    private Arrival arrival(WantedBundle wanted, Path file, BundleRevision revision) {
        Arrival arrival =
                new Arrival(wanted, file, request.digests.get(wanted.coordinates()), revision, replaced(revision));
        if (arrival.staysStopped())
            request.notes.add(arrival.name() + " was stopped by an operator, and stays stopped as " + arrival.version()
                    + "; start it by hand");
        return arrival;
    }

    private Optional<Bundle> replaced(BundleRevision revision) {
        return gone.stream()
                .filter(b -> !remains.contains(b))
                .filter(b -> revision.getSymbolicName().equals(b.getSymbolicName()))
                .findFirst();
    }
}
