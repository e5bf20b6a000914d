package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How one workload stands. Its controller mends much by itself, so nothing is called a fault before its start limit, unless its
 * pods say so themselves: a template is at fault when a pod of it fails and none of it is ready.
 */
final class WorkloadJudge {
    private static final Duration EVENTS = Duration.ofMinutes(10);
    /** A pod that is late is called so before its workload is, so that it is blamed when it is alone. */
    private static final Duration PODS_FIRST = Duration.ofSeconds(2);

    private final ElementId id;
    private final Workload subject;
    private final WorkloadView view;
    private final Seen seen;
    private final Spells spells;
    private final Instant now;
    private final List<PodView> pods;
    private final String newest;

    WorkloadJudge(ElementId id, Workload subject, WorkloadView view, Seen seen, Spells spells, Instant now) {
        this.id = id;
        this.subject = subject;
        this.view = view;
        this.seen = seen;
        this.spells = spells;
        this.now = now;
        this.pods = seen.pods(view);
        this.newest = seen.newest(view);
    }

    List<PodView> pods() {
        return pods;
    }

    /** Whether all that fails of the pod's revision has the template in common, so that the pod is not to blame for itself. */
    boolean byTemplate(PodView pod) {
        String revision = Seen.revision(view, pod);
        List<PodView> alike = pods.stream()
                .filter(one -> Seen.revision(view, one).equals(revision))
                .toList();
        return alike.stream().noneMatch(PodView::ready)
                && alike.stream().anyMatch(one -> failing(one) && !seen.machineSick(one));
    }

    private boolean failing(PodView pod) {
        return pod.broken() || pod.lateBy(subject.startLimit(), now);
    }

    /** Whether the pod belongs to a template that is being replaced. */
    boolean passing(PodView pod) {
        return !newest.isEmpty() && !Seen.revision(view, pod).equals(newest);
    }

    List<Said> said() {
        List<Said> all = new ArrayList<>();
        boolean complete = complete();
        all.add(rollout(complete));
        all.add(state(complete));
        subject.scale().ifPresent(bounds -> all.add(scale(bounds)));
        all.add(Said.number(id, Signals.WORKLOAD_READY, view.ready()));
        all.add(Said.number(id, Signals.WORKLOAD_WANTED, view.wanted()));
        all.add(Said.number(
                id,
                Signals.WORKLOAD_RESTARTS,
                pods.stream().mapToLong(PodView::restarts).sum()));
        warning().ifPresent(event -> all.add(Said.state(id, Signals.WORKLOAD_EVENT, "warning", event)));
        return all;
    }

    private boolean complete() {
        if (view.observed() < view.generation()) return false;
        if (view.byHand()) return true;
        String done = id + " done " + newest;
        String any = id + " done";
        if (view.rolledOut()) {
            spells.happened(done);
            spells.happened(any);
            return true;
        }
        boolean unknown = view.controller() == Workload.Controller.DAEMON_SET
                && view.updated() >= view.wanted()
                && !spells.everHappened(any);
        return spells.everHappened(done) || unknown;
    }

    private Said rollout(boolean complete) {
        if (complete) return Said.state(id, Signals.WORKLOAD_ROLLOUT, "complete", "");
        Instant since = spells.since(id + " rolls out " + view.generation() + " " + newest, now);
        List<PodView> fresh = pods.stream()
                .filter(pod -> Seen.revision(view, pod).equals(newest))
                .toList();
        boolean noneReady = fresh.stream().noneMatch(PodView::ready);
        boolean late = since.plus(subject.startLimit()).isBefore(now);
        if (view.observed() >= view.generation()) {
            if (fresh.stream().anyMatch(this::byTemplate)) return failed("", fresh);
            if (view.overdue()) return failed("its progress deadline passed; ", fresh);
            if (late && noneReady) return failed("no pod of it is ready after " + seconds() + "; ", fresh);
        }
        return Said.nothing(
                id,
                Signals.WORKLOAD_ROLLOUT,
                "a rollout is under way: " + view.updated() + " of " + view.wanted() + " pods are of the new template");
    }

    private Said failed(String why, List<PodView> fresh) {
        return Said.state(
                id, Signals.WORKLOAD_ROLLOUT, "failed", "the template " + newest + ": " + why + reasons(fresh));
    }

    private Said state(boolean complete) {
        String count = view.ready() + " of " + view.wanted() + " pods ready";
        boolean served = view.ready() >= view.wanted() && view.observed() >= view.generation();
        if (served && complete) return Said.state(id, Signals.WORKLOAD_STATE, "serving", count);
        Instant since = spells.since(id + " short " + view.generation(), now);
        boolean hopeless = complete && view.ready() == 0 && pods.stream().anyMatch(this::byTemplate);
        boolean late = since.plus(subject.startLimit()).plus(PODS_FIRST).isBefore(now);
        if (view.ready() < view.wanted() && (hopeless || late))
            return Said.state(id, Signals.WORKLOAD_STATE, "short", count + "; " + reasons(pods));
        return Said.nothing(
                id, Signals.WORKLOAD_STATE, count + "; its controller is at work, for at most " + seconds());
    }

    private String seconds() {
        return subject.startLimit().toSeconds() + " s";
    }

    private Said scale(Workload.Scale bounds) {
        boolean within = view.wanted() >= bounds.least() && view.wanted() <= bounds.most();
        return Said.state(
                id,
                Signals.WORKLOAD_SCALE,
                within ? "within" : "outside",
                view.wanted() + " wanted, bounds " + bounds.least() + " to " + bounds.most());
    }

    /** Each reason once, with how many pods have it; then the newest warning. */
    private String reasons(List<PodView> of) {
        Map<String, Long> counted = of.stream()
                .filter(pod -> !pod.ready() && !pod.ending())
                .collect(Collectors.groupingBy(WorkloadJudge::reason, java.util.TreeMap::new, Collectors.counting()));
        String why = counted.entrySet().stream()
                .limit(3)
                .map(one -> one.getValue() + " × " + one.getKey())
                .collect(Collectors.joining("; "));
        String event = warning()
                .map(text -> (why.isEmpty() ? "" : "; ") + "the cluster warns: " + text)
                .orElse("");
        return why.isEmpty() && event.isEmpty() ? "the cluster says no reason" : why + event;
    }

    private static String reason(PodView pod) {
        return pod.fault()
                .map(fault -> fault.state() + " (" + fault.detail() + ")")
                .orElse(pod.waiting());
    }

    private java.util.Optional<String> warning() {
        String own = Seen.key(view.controller(), view.name());
        List<String> names = new ArrayList<>(List.of(own));
        pods.forEach(pod -> {
            names.add("Pod/" + pod.name());
            names.add(pod.owner());
        });
        if (view.controller() == Workload.Controller.DEPLOYMENT) names.add("ReplicaSet/" + newest);
        return seen.events().stream()
                .filter(event -> names.contains(event.about()) && event.at().isAfter(now.minus(EVENTS)))
                .max(Comparator.comparing(EventView::at).thenComparing(EventView::text))
                .map(event -> event.about() + " " + event.text());
    }
}
