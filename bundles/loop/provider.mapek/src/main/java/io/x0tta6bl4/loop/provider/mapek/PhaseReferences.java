package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Binds the capabilities of the framework to the hot references of the loop; DS gives and takes them while it runs. */
@Component(service = PhaseReferences.class)
public final class PhaseReferences {
    final Phases phases = new Phases();
    private final Map<Monitor, AutoCloseable> urgent = new ConcurrentHashMap<>();
    private volatile Runnable wake = () -> {};

    @Activate
    public PhaseReferences() {}

    /** @param wake what bad news from a monitor sets off */
    void onUrgent(Runnable wake) {
        this.wake = wake;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMonitor(ServiceReference<Monitor> reference, Monitor monitor) {
        phases.monitor.bind(reference, monitor);
        urgent.put(monitor, monitor.onUrgent(() -> wake.run()));
    }

    void unbindMonitor(ServiceReference<Monitor> reference, Monitor monitor) {
        Handles.close(urgent.remove(monitor));
        phases.monitor.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAnalyzer(ServiceReference<Analyzer> reference, Analyzer service) {
        phases.analyzer.bind(reference, service);
    }

    void unbindAnalyzer(ServiceReference<Analyzer> reference) {
        phases.analyzer.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLocalizer(ServiceReference<Localizer> reference, Localizer service) {
        phases.localizer.bind(reference, service);
    }

    void unbindLocalizer(ServiceReference<Localizer> reference) {
        phases.localizer.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCauseRanker(ServiceReference<CauseRanker> reference, CauseRanker service) {
        phases.ranker.bind(reference, service);
    }

    void unbindCauseRanker(ServiceReference<CauseRanker> reference) {
        phases.ranker.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFailureDetector(ServiceReference<FailureDetector> reference, FailureDetector service) {
        phases.detector.bind(reference, service);
    }

    void unbindFailureDetector(ServiceReference<FailureDetector> reference) {
        phases.detector.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlanner(ServiceReference<Planner> reference, Planner service) {
        phases.planner.bind(reference, service);
    }

    void unbindPlanner(ServiceReference<Planner> reference) {
        phases.planner.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        phases.journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        phases.journal.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExperience(ServiceReference<Experience> reference, Experience service) {
        phases.experience.bind(reference, service);
    }

    void unbindExperience(ServiceReference<Experience> reference) {
        phases.experience.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBaselines(ServiceReference<Baselines> reference, Baselines service) {
        phases.baselines.bind(reference, service);
    }

    void unbindBaselines(ServiceReference<Baselines> reference) {
        phases.baselines.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProcessLedger(ServiceReference<ProcessLedger> reference, ProcessLedger service) {
        phases.ledger.bind(reference, service);
    }

    void unbindProcessLedger(ServiceReference<ProcessLedger> reference) {
        phases.ledger.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindElementModel(ServiceReference<ElementModel> reference, ElementModel service) {
        phases.model.bind(reference, service);
    }

    void unbindElementModel(ServiceReference<ElementModel> reference) {
        phases.model.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTracing(ServiceReference<Tracing> reference, Tracing service) {
        phases.tracing.bind(reference, service);
    }

    void unbindTracing(ServiceReference<Tracing> reference) {
        phases.tracing.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEffector(ServiceReference<Effector> reference, Effector effector) {
        phases.effector(technology(reference)).bind(reference, effector);
    }

    void unbindEffector(ServiceReference<Effector> reference) {
        phases.effector(technology(reference)).unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPolicyEngine(ServiceReference<PolicyEngine> reference, PolicyEngine service) {
        phases.guard.engine().bind(reference, service);
    }

    void unbindPolicyEngine(ServiceReference<PolicyEngine> reference) {
        phases.guard.engine().unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunbooks(ServiceReference<Runbooks> reference, Runbooks service) {
        phases.runbooks.bind(reference, service);
    }

    void unbindRunbooks(ServiceReference<Runbooks> reference) {
        phases.runbooks.unbind(reference);
    }

    private static String technology(ServiceReference<Effector> reference) {
        return String.valueOf(reference.getProperty("x0.name"));
    }
}
