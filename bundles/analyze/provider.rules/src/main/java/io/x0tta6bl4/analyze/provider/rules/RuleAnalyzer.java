package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.platform.api.Handover;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds symptoms by rule; the same sequence of snapshots gives the same sequence of analyses. */
@Component(
        service = {Analyzer.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=rules"})
public final class RuleAnalyzer implements Analyzer, Handover, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(RuleAnalyzer.class);
    private static final String FORMAT = "analyze.rules";
    private static final int VERSION = 1;
    private static final Comparator<Symptom> ORDER =
            Comparator.comparing(Symptom::since).thenComparing(Symptom::key);

    private final Map<ElementId, ElementRules> rules = new HashMap<>();
    private final Set<ElementId> noisy = new HashSet<>();
    private final Set<ElementRules> rowed = new LinkedHashSet<>();
    private final Detections detections = new Detections();
    private final Map<String, Symptom> held = new HashMap<>();
    /** What an analyzer before this one remembered of elements that no snapshot has shown since. */
    private final Map<ElementId, byte[]> inherited = new HashMap<>();

    private volatile Model followed = Model.empty("");

    @Activate
    public RuleAnalyzer() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAnomalyDetection(AnomalyDetection detection, ServiceReference<AnomalyDetection> reference) {
        detections.bind(reference, detection);
    }

    void unbindAnomalyDetection(AnomalyDetection detection) {
        detections.unbind(detection);
    }

    /** The same without a framework. */
    RuleAnalyzer with(AnomalyDetection detection) {
        detections.bind(0, detection);
        return this;
    }

    @Override
    public synchronized Analysis analyze(Snapshot snapshot) {
        Model model = snapshot.model();
        if (!inherited.isEmpty()) inherit(model);
        if (model != followed) follow(model);
        boolean hysteresis = model.policy().brakes().hysteresis().on();
        boolean compare = model.policy().brakes().plausibility().on();
        for (Observation observation : snapshot.arrived()) take(observation, model, hysteresis, compare);
        List<Score> scores = new ArrayList<>();
        for (ElementRules rule : rowed) {
            scores.addAll(rule.endOfTick());
            if (rule.takeStirred()) noisy.add(rule.element().id());
        }
        rowed.clear();
        for (ElementId id : snapshot.silent()) silence(id, snapshot.latest().getOrDefault(id, Map.of()));
        return conclude(snapshot, scores);
    }

    private void follow(Model model) {
        rules.keySet().removeIf(id -> model.element(id).isEmpty());
        noisy.removeIf(id -> !rules.containsKey(id));
        rules.forEach((id, rule) -> model.element(id).ifPresent(rule::element));
        followed = model;
    }

    private void inherit(Model model) {
        inherited.forEach((id, notes) -> model.element(id).ifPresent(element -> {
            ElementRules rule = new ElementRules(element, detections);
            try {
                rule.restore(new NotesReader(notes));
                rules.put(id, rule);
                noisy.add(id);
            } catch (IllegalArgumentException e) {
                LOG.warn("What was known of {} cannot be read and is forgotten: {}", id, e.getMessage());
            }
        }));
        inherited.clear();
    }

    @Override
    public synchronized State handOver() {
        NotesWriter out = new NotesWriter();
        out.each(held.values(), symptom -> SymptomNotes.write(out, symptom));
        Map<ElementId, byte[]> notes = new HashMap<>(inherited);
        rules.forEach((id, rule) -> {
            NotesWriter own = new NotesWriter();
            rule.save(own);
            notes.put(id, own.bytes());
        });
        out.each(notes.entrySet(), entry -> out.text(entry.getKey().value()).bytes(entry.getValue()));
        return new State(FORMAT, VERSION, out.bytes());
    }

    @Override
    public synchronized boolean takeOver(State state) {
        if (!state.is(FORMAT, VERSION)) {
            LOG.warn(
                    "Symptoms are looked for from scratch: the state left behind is {}, known is {} version {}",
                    state,
                    FORMAT,
                    VERSION);
            return false;
        }
        try {
            read(new NotesReader(state.content()));
            return true;
        } catch (IllegalArgumentException e) {
            LOG.warn("Symptoms are looked for from scratch: {} cannot be read: {}", state, e.getMessage());
            return false;
        }
    }

    private void read(NotesReader in) {
        List<Symptom> symptoms = in.each(() -> SymptomNotes.read(in));
        Map<ElementId, byte[]> notes = in.each(() -> new ElementId(in.text()), in::bytes);
        held.clear();
        symptoms.forEach(symptom -> held.put(symptom.key(), symptom));
        rules.clear();
        noisy.clear();
        inherited.clear();
        inherited.putAll(notes);
    }

    private void take(Observation observation, Model model, boolean hysteresis, boolean compare) {
        ElementRules rule = rules.get(observation.element());
        if (rule == null) {
            Element element = model.element(observation.element()).orElse(null);
            if (element == null) return;
            rule = new ElementRules(element, detections);
            rules.put(element.id(), rule);
        }
        rule.take(observation, hysteresis, compare);
        if (rule.element().anomalies().any()) rowed.add(rule);
        if (rule.takeStirred()) noisy.add(observation.element());
    }

    private void silence(ElementId id, Map<String, Observation> latest) {
        ElementRules rule = rules.get(id);
        if (rule == null) return;
        rule.silence(latest);
        noisy.add(id);
    }

    private Analysis conclude(Snapshot snapshot, List<Score> scores) {
        List<Symptom> holding = new ArrayList<>();
        List<Symptom> raised = new ArrayList<>();
        Set<ElementId> suspect = new HashSet<>();
        Map<String, Symptom> now = new HashMap<>();
        for (var quiet = noisy.iterator(); quiet.hasNext(); ) {
            ElementId id = quiet.next();
            ElementRules rule = rules.get(id);
            int before = now.size();
            rule.symptoms((symptom, good) -> now.merge(symptom.key(), symptom, RuleAnalyzer::weightier));
            if (rule.suspect()) suspect.add(id);
            else if (now.size() == before) quiet.remove();
        }
        now.forEach((key, symptom) -> {
            holding.add(symptom);
            if (!held.containsKey(key)) raised.add(symptom);
        });
        List<Clearance> cleared = cleared(now, snapshot.at());
        held.clear();
        held.putAll(now);
        holding.sort(ORDER);
        raised.sort(ORDER);
        return new Analysis(holding, raised, cleared, suspect, scores);
    }

    /** Two thresholds on one signal make one symptom: the one that may be healed, so that a mere warning does not hide it. */
    private static Symptom weightier(Symptom one, Symptom other) {
        return one.response() == Response.HEAL || other.response() == Response.PAGE ? one : other;
    }

    private List<Clearance> cleared(Map<String, Symptom> now, Instant at) {
        List<Clearance> cleared = new ArrayList<>();
        for (Symptom symptom : held.values()) {
            if (now.containsKey(symptom.key())) continue;
            ElementRules rule = rules.get(symptom.element());
            cleared.add(new Clearance(symptom, at, rule == null ? List.of() : rule.goodEvidence(symptom.signal())));
        }
        cleared.sort(Comparator.comparing(Clearance::symptom, ORDER));
        return cleared;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "a process that exits is a symptom, one that runs again clears it",
                () -> KnownExit.on(new RuleAnalyzer()));
    }
}
