package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangePlan.Act;
import io.x0tta6bl4.feature.api.ChangePlan.Step;
import java.io.IOException;
import java.util.ArrayList;
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

/** Holds a request against the framework: which bundles come and go, which have to be wired anew, and whether it can be. */
final class Planner {
    private final BundleContext context;
    private final Installation installation;
    private final Requests requests;

    Planner(BundleContext context, Requests requests) {
        this.context = context;
        this.installation = new Installation(context);
        this.requests = requests;
    }

    Blueprint blueprint(Request request) {
        List<Arrival> arrivals = new ArrayList<>();
        Set<Bundle> taken = new LinkedHashSet<>();
        Set<Bundle> gone = new LinkedHashSet<>();
        Set<Bundle> refreshed = Set.of();
        if (request.obstacles.isEmpty()) {
            try {
                Set<Coordinates> renewed = renewed(request);
                leaving(request, renewed, gone);
                beside(request);
                Arrivals coming = new Arrivals(context, installation, request, gone);
                arrivals.addAll(coming.of(renewed));
                taken.addAll(coming.taken());
                refreshed = installation.dependents(gone, arrivals);
                check(request, arrivals, gone, refreshed);
            } catch (IOException | BundleException e) {
                request.refuse("the change cannot be planned: " + Wording.of(e));
            }
        }
        return new Blueprint(
                plan(request, arrivals, gone, refreshed),
                request.target,
                request.before,
                request.state,
                List.copyOf(arrivals),
                Set.copyOf(taken),
                Set.copyOf(gone),
                refreshed,
                kept(request));
    }

    private static Map<String, java.nio.file.Path> kept(Request request) {
        Map<String, java.nio.file.Path> kept = new LinkedHashMap<>();
        request.digests.forEach((coordinates, digest) -> kept.put(digest, request.files.get(coordinates)));
        return kept;
    }

    /** Bundles that are there under the same coordinates with another content. */
    private Set<Coordinates> renewed(Request request) throws IOException {
        Set<Coordinates> renewed = new LinkedHashSet<>(request.restored);
        for (Map.Entry<Coordinates, String> incoming : request.digests.entrySet()) {
            Coordinates coordinates = incoming.getKey();
            if (!request.now.bundles().containsKey(coordinates)) continue;
            Optional<String> now = requests.digestNow(request.before, coordinates);
            if (renewed.contains(coordinates) || now.isEmpty() || now.get().equals(incoming.getValue())) continue;
            List<String> others = new ArrayList<>(request.now.wanting(coordinates));
            others.remove(request.feature);
            if (others.isEmpty()) renewed.add(coordinates);
            else
                request.refuse("the bundle " + coordinates + " has another content than the one that " + others
                        + " use under the same version; give it a new version");
        }
        return renewed;
    }

    private void leaving(Request request, Set<Coordinates> renewed, Set<Bundle> gone) {
        Map<Coordinates, WantedBundle> target = request.target.bundles();
        for (Coordinates coordinates : request.now.bundles().keySet())
            if (!target.containsKey(coordinates) || renewed.contains(coordinates))
                installation.find(coordinates).ifPresent(gone::add);
    }

    /** Another version of a bundle that other features still want stays: what is wired to it is not moved by this change. */
    private static void beside(Request request) {
        for (Coordinates coming : request.target.bundles().keySet())
            if (!request.now.bundles().containsKey(coming))
                for (Coordinates there : request.target.bundles().keySet())
                    if (request.now.bundles().containsKey(there) && there.key().equals(coming.key()))
                        request.notes.add(
                                there + " stays beside " + coming + ", with all that is wired to it: it is wanted by "
                                        + request.target.wanting(there) + "; an update of those moves them");
    }

    private void check(Request request, List<Arrival> arrivals, Set<Bundle> gone, Set<Bundle> refreshed) {
        Set<Bundle> stopped = new LinkedHashSet<>(gone);
        stopped.addAll(refreshed);
        stopped.retainAll(installation.untouchable());
        stopped.forEach(bundle ->
                request.refuse(Proof.name(bundle) + (gone.contains(bundle) ? " would go" : " would be wired anew")
                        + ", and the change itself is carried out on it; start the node anew with the features"
                        + " wanted (x0 run --features)"));
        for (Arrival arrival : arrivals) twin(request, arrival, gone);
        if (!request.obstacles.isEmpty()) return;
        List<BundleRevision> coming = arrivals.stream().map(Arrival::revision).toList();
        Resolution resolution = new Resolution(context, gone, refreshed, coming);
        request.obstacles.addAll(resolution.obstacles(context));
        request.notes.addAll(resolution.undeclaredServices(coming));
    }

    /** The framework holds one bundle of a name and version; a second one is taken only in place of the first. */
    private void twin(Request request, Arrival arrival, Set<Bundle> gone) {
        for (Bundle bundle : context.getBundles())
            if (!gone.contains(bundle)
                    && arrival.name().equals(bundle.getSymbolicName())
                    && arrival.revision().getVersion().equals(bundle.getVersion()))
                request.refuse(arrival.coordinates() + " is the bundle " + Proof.name(bundle)
                        + ", which is there already from " + bundle.getLocation() + "; give it a new version");
    }

    private ChangePlan plan(Request request, List<Arrival> arrivals, Set<Bundle> gone, Set<Bundle> refreshed) {
        List<String> configurations =
                ConfigurationChange.between(request.now, request.target).words();
        return new ChangePlan(
                request.asked.kind(),
                request.feature.isBlank() ? "(none)" : request.feature,
                request.from,
                request.to,
                request.signer,
                steps(arrivals, gone, refreshed, request.target),
                new Blinks(context, request.asked.deadline().toMillis()).of(gone, refreshed, arrivals),
                configurations,
                request.obstacles,
                request.notes);
    }

    private static List<Step> steps(
            List<Arrival> arrivals, Set<Bundle> gone, Set<Bundle> refreshed, Composition target) {
        List<Step> steps = new ArrayList<>();
        for (Arrival arrival : arrivals)
            steps.add(step(Act.INSTALL, arrival, "wanted by " + target.wanting(arrival.coordinates())));
        for (Arrival arrival : arrivals) {
            if (arrival.stopFirst() && !arrival.waits())
                arrival.replaces().ifPresent(old -> steps.add(step(Act.STOP, old, "both cannot run at once")));
            if (!arrival.fragment() && !arrival.staysStopped())
                steps.add(step(
                        Act.START, arrival, "start level " + arrival.wanted().startLevel()));
            if (arrival.stopFirst() && arrival.waits())
                arrival.replaces().ifPresent(old -> steps.add(step(Act.STOP, old, "its successor waits for that")));
        }
        List<String> names = gone.stream().map(Bundle::getSymbolicName).sorted().toList();
        for (Bundle bundle : gone)
            if (Proof.runs(bundle)
                    && arrivals.stream()
                            .noneMatch(a -> a.stopFirst()
                                    && a.replaces().filter(bundle::equals).isPresent()))
                steps.add(step(Act.STOP, bundle, "after what comes has proven itself"));
        for (Bundle bundle : refreshed)
            steps.add(step(Act.REFRESH, bundle, gone.isEmpty() ? "a fragment comes to it" : "it is wired to " + names));
        for (Bundle bundle : gone) steps.add(step(Act.UNINSTALL, bundle, "no feature wants it any more"));
        return steps;
    }

    private static Step step(Act act, Arrival arrival, String why) {
        return new Step(
                act, arrival.name(), arrival.version(), arrival.coordinates().toString(), why);
    }

    private static Step step(Act act, Bundle bundle, String why) {
        String location = bundle.getLocation();
        String coordinates = location.startsWith("x0:") ? location.substring(3).replaceFirst("#.*", "") : location;
        return new Step(
                act,
                String.valueOf(bundle.getSymbolicName()),
                bundle.getVersion().toString(),
                coordinates,
                why);
    }
}
