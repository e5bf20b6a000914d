package io.x0tta6bl4.analyze.provider.graph;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.CauseVoice;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups symptoms by the deepest abnormal element that explains them.
 *
 * <p>An element whose symptoms could come from elsewhere is blamed only when everything it depends on was seen healthy after its
 * own first symptom, or after a bounded wait; until then its diagnosis has no cause and says what is awaited.
 */
@Component(
        service = {Localizer.class, SelfTest.class},
        property = {"x0.capability=analyze", "x0.name=graph"})
public final class GraphLocalizer implements Localizer, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(GraphLocalizer.class);

    /** Other opinions: they are told with the explanation, and change nothing else. */
    private final Set<CauseVoice> voices = new CopyOnWriteArraySet<>();

    @Activate
    public GraphLocalizer() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVoice(CauseVoice voice) {
        voices.add(voice);
    }

    void unbindVoice(CauseVoice voice) {
        voices.remove(voice);
    }

    @Override
    public List<Diagnosis> localize(Snapshot snapshot, Analysis analysis) {
        if (analysis.holding().isEmpty()) return List.of();
        Blame blame = new Blame(snapshot, analysis);
        Map<ElementId, List<Symptom>> groups = new TreeMap<>();
        for (Symptom symptom : analysis.holding())
            groups.computeIfAbsent(blame.root(symptom), id -> new ArrayList<>()).add(symptom);
        List<Diagnosis> found = groups.entrySet().stream()
                .map(group -> diagnose(snapshot, blame, group.getKey(), group.getValue()))
                .toList();
        String opinions = opinions(snapshot, analysis);
        return opinions.isEmpty()
                ? found
                : found.stream().map(d -> told(d, opinions)).toList();
    }

    private static Diagnosis told(Diagnosis diagnosis, String opinions) {
        return new Diagnosis(
                diagnosis.causes(),
                diagnosis.symptoms(),
                diagnosis.blastRadius(),
                diagnosis.explanation() + "; " + opinions);
    }

    /** What the voices say of the whole picture; one that fails is not heard, and the rules go on. */
    private String opinions(Snapshot snapshot, Analysis analysis) {
        StringBuilder words = new StringBuilder();
        for (CauseVoice voice : voices) {
            try {
                voice.opinion(snapshot, analysis)
                        .ifPresent(
                                o -> words.append(words.isEmpty() ? "" : "; ").append(o.words()));
            } catch (RuntimeException e) {
                LOG.warn("A voice about causes failed and is not heard: {}", e.toString());
            }
        }
        return words.toString();
    }

    private static Diagnosis diagnose(Snapshot snapshot, Blame blame, ElementId root, List<Symptom> symptoms) {
        Set<ElementId> suffering = new java.util.TreeSet<>();
        symptoms.forEach(symptom -> suffering.add(symptom.element()));
        suffering.remove(root);
        List<Symptom> own =
                symptoms.stream().filter(s -> s.element().equals(root)).toList();
        String awaited = blame.awaited(root, own);
        // what cannot come from elsewhere need not wait
        List<Symptom> certain = awaited.isEmpty()
                ? own
                : own.stream().filter(s -> !Blame.inherited(s)).toList();
        if (!awaited.isEmpty() && certain.isEmpty())
            return new Diagnosis(List.of(), symptoms, suffering, root + " is not blamed yet: " + awaited);
        List<Cause> causes = Causes.of(snapshot, root, certain, suffering.size());
        String explains = suffering.isEmpty() ? "" : "; it explains the symptoms of " + suffering;
        return new Diagnosis(causes, symptoms, suffering, causes.getFirst().explanation() + explains);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("of a caller and the leaf it depends on, both sick, the leaf is named", () -> {
            ElementId leaf = new ElementId("leaf");
            ElementId caller = new ElementId("caller");
            Model model = new Model(
                    1,
                    "self-test",
                    List.of(
                            Element.discovered(leaf, new Subject.Endpoint(), "endpoint", Set.of()),
                            Element.discovered(caller, new Subject.Endpoint(), "endpoint", Set.of(leaf))),
                    Policy.defaults());
            Instant at = Instant.EPOCH;
            List<Symptom> both = List.of(trial(caller, at), trial(leaf, at.plusMillis(1)));
            Snapshot snapshot = new Snapshot(1, at.plusMillis(2), model, Map.of(), List.of(), 0);
            List<Diagnosis> found = localize(snapshot, new Analysis(both, both, List.of(), Set.of()));
            if (found.size() != 1
                    || !found.getFirst().cause().orElseThrow().element().equals(leaf))
                throw new IllegalStateException("expected the leaf alone, got " + found);
            return "one diagnosis, cause leaf";
        });
    }

    private static Symptom trial(ElementId element, Instant at) {
        Observation seen = Observation.state(element, Signals.HTTP_STATE, "wrong", "", at, "self-test");
        return new Symptom(
                element,
                Symptom.Kind.MALFUNCTIONING,
                seen.signal(),
                at,
                0.9,
                "self-test",
                io.x0tta6bl4.knowledge.api.element.Threshold.Response.HEAL,
                List.of(seen),
                "answers wrongly");
    }
}
