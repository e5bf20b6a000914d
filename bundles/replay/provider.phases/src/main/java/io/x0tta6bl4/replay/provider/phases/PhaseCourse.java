package io.x0tta6bl4.replay.provider.phases;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Drives Monitor, Analyze and Plan of this node as the loop does, on the clock of the recording. */
@Component(
        service = {Course.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=phases"})
public final class PhaseCourse implements Course, SelfTest {
    private final RecordedWorld world;
    private final Monitor monitor;
    private final Analyzer analyzer;
    private final Localizer localizer;
    private final Planner planner;
    private final Map<ElementId, Incident> planned = new TreeMap<>();
    private volatile int incidents;
    private volatile Instant last = Instant.MIN;

    @Activate
    public PhaseCourse(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) RecordedWorld world,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Monitor monitor,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Analyzer analyzer,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Localizer localizer,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Planner planner) {
        this.world = world;
        this.monitor = monitor;
        this.analyzer = analyzer;
        this.localizer = localizer;
        this.planner = planner;
    }

    /** The empty model in between has every phase forget elements that bear the same name in both. */
    @Override
    public synchronized void begin(Collection<Element> elements, Policy policy) {
        planned.clear();
        last = Instant.MIN;
        world.show(List.of(), policy);
        analyzer.analyze(monitor.snapshot());
        world.show(elements, policy);
    }

    @Override
    public synchronized Turn turn(Instant at, List<Observation> observations) {
        if (at.isBefore(last)) throw new IllegalArgumentException("time does not run back from " + last + " to " + at);
        last = at;
        SteadyClock.turn(at);
        world.observe(observations);
        Snapshot snapshot = monitor.snapshot();
        Analysis analysis = analyzer.analyze(snapshot);
        if (analysis.holding().isEmpty()) {
            planned.clear();
            return new Turn(snapshot, analysis, List.of(), List.of());
        }
        List<Diagnosis> diagnoses = localizer.localize(snapshot, analysis);
        return new Turn(snapshot, analysis, diagnoses, plans(snapshot, diagnoses));
    }

    private List<Plan> plans(Snapshot snapshot, List<Diagnosis> diagnoses) {
        List<Plan> plans = new ArrayList<>();
        Set<ElementId> blamed = new java.util.TreeSet<>();
        for (Diagnosis diagnosis : diagnoses) {
            diagnosis.cause().ifPresent(cause -> {
                if (!blamed.add(cause.element()) || planned.containsKey(cause.element())) return;
                Incident incident = incident(cause.element(), diagnosis, snapshot.at());
                planned.put(cause.element(), incident);
                plans.add(planner.plan(new Situation(
                        snapshot.at(), snapshot.model(), incident, List.of(), Map.of(), possible(snapshot))));
            });
        }
        planned.keySet().retainAll(blamed);
        return plans;
    }

    /** What the policy grants; whether there was something to restore or to roll back to is in no recording. */
    private static Set<String> possible(Snapshot snapshot) {
        Set<String> possible = new java.util.TreeSet<>(
                snapshot.model().policy().brakes().privileges().granted());
        possible.removeAll(Set.of("configuration.restore", "bundle.roll-back"));
        return possible;
    }

    private Incident incident(ElementId element, Diagnosis diagnosis, Instant at) {
        Instant since = diagnosis.symptoms().getFirst().since();
        incidents++;
        String id = String.format(java.util.Locale.ROOT, "R-%06d", incidents);
        return new Incident(id, element, diagnosis, Incident.State.OPEN, since, at, at, 0, "replayed");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the phases a replay runs through are there", () -> {
            Model model = monitor.snapshot().model();
            return "monitor, analyze and plan answer; the model has "
                    + model.elements().size() + " elements";
        });
    }
}
