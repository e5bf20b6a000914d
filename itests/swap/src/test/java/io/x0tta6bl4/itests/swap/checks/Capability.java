package io.x0tta6bl4.itests.swap.checks;

import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.Sealer;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.rag.api.Composer;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A capability, its provider, and one call on it. Every answer is held against the one that was given before the first swap; what
 * differs from call to call is checked by {@link Answers} and told as a word.
 */
enum Capability {
    MONITOR_SNAPSHOT(Monitor.class, "monitor.provider.snapshot", "", s -> Answers.growing((Monitor) s)),
    SENSOR_PROCESS(Sensor.class, "monitor.provider.process", "process", s -> Answers.look((Sensor) s)),
    SENSOR_HTTP(Sensor.class, "monitor.provider.http", "http", s -> Answers.look((Sensor) s)),
    SENSOR_TCP(Sensor.class, "monitor.provider.tcp", "tcp", s -> Answers.look((Sensor) s)),
    SENSOR_OSGI(Sensor.class, "monitor.provider.osgi", "osgi", s -> Answers.look((Sensor) s)),
    SENSOR_HOST(Sensor.class, "monitor.provider.host", "host", s -> Answers.look((Sensor) s)),
    SENSOR_IDENTITY(Sensor.class, "monitor.provider.identity", "identity", s -> Answers.look((Sensor) s)),
    SENSOR_FILE(Sensor.class, "monitor.provider.file", "file", s -> Answers.look((Sensor) s)),
    SENSOR_PROMETHEUS(Sensor.class, "monitor.provider.prometheus", "prometheus", s -> Answers.look((Sensor) s)),
    SENSOR_ALERTS(Sensor.class, "monitor.provider.alertmanager", "alertmanager", s -> Answers.look((Sensor) s)),
    SENSOR_OTLP(Sensor.class, "monitor.provider.otlp", "otlp", s -> Answers.look((Sensor) s)),
    SENSOR_KUBERNETES(Sensor.class, "monitor.provider.kubernetes", "kubernetes", s -> Answers.api((Sensor) s)),
    ANALYZE_RULES(Analyzer.class, "analyze.provider.rules", "", s -> ((Analyzer) s).analyze(Answers.NOTHING)),
    ANALYZE_GRAPH(
            Localizer.class,
            "analyze.provider.graph",
            "",
            s -> ((Localizer) s).localize(Answers.NOTHING, Answers.QUIET)),
    PLAN_LADDER(Planner.class, "plan.provider.ladder", "", s -> Answers.plan((Planner) s)),
    EXECUTE_PROCESS(Effector.class, "execute.provider.process", "process", s -> Answers.handles((Effector) s)),
    EXECUTE_OSGI(Effector.class, "execute.provider.osgi", "osgi", s -> Answers.handles((Effector) s)),
    EXECUTE_IDENTITY(Effector.class, "execute.provider.identity", "identity", s -> Answers.handles((Effector) s)),
    EXECUTE_FILE(Effector.class, "execute.provider.file", "file", s -> Answers.handles((Effector) s)),
    EXECUTE_HTTP(Effector.class, "execute.provider.http", "http", s -> Answers.handles((Effector) s)),
    EXECUTE_PAGE(Effector.class, "execute.provider.page", "page", s -> Answers.handles((Effector) s)),
    EXECUTE_KUBERNETES(Effector.class, "execute.provider.kubernetes", "kubernetes", s -> Answers.handles((Effector) s)),
    EXECUTE_FEATURE(Effector.class, "execute.provider.osgi", "feature", s -> Answers.handles((Effector) s)),
    KNOWLEDGE_MODEL(
            ElementModel.class,
            "knowledge.provider.yaml",
            "",
            s -> ((ElementModel) s).current().policy()),
    KNOWLEDGE_LEDGER(ProcessLedger.class, "knowledge.provider.mvstore", "", s -> ((ProcessLedger) s).all()),
    KNOWLEDGE_JOURNAL(Journal.class, "knowledge.provider.mvstore", "", s -> Answers.appended((Journal) s)),
    TELEMETRY(Tracing.class, "telemetry.provider.opentelemetry", "", s -> Answers.traced((Tracing) s)),
    POLICY(PolicyEngine.class, "policy.provider.casbin", "", s -> Answers.allowed((PolicyEngine) s)),
    PQC_BOUNCYCASTLE(Pqc.class, "pqc.provider.bouncycastle", "bouncycastle", s -> Answers.agreed((Pqc) s)),
    PQC_JDK(Pqc.class, "pqc.provider.jdk", "jdk", s -> Answers.agreed((Pqc) s)),
    KEYSTORE_KEYS(KeyStore.class, "keystore.provider.file", "", s -> Answers.kept((KeyStore) s)),
    KEYSTORE_SEALER(Sealer.class, "keystore.provider.file", "", s -> Answers.sealed((Sealer) s)),
    IDENTITY_SVID(
            SvidSource.class,
            "identity.provider.embedded",
            "embedded",
            s -> ((SvidSource) s).svid().orElseThrow().id()),
    CHANNEL(SecureChannel.class, "channel.provider.jsse", "", s -> Answers.shaken((SecureChannel) s)),
    ANALYZE_ACCRUAL(FailureDetector.class, "analyze.provider.accrual", "", s -> Answers.suspected((FailureDetector) s)),
    ANALYZE_RANKING(CauseRanker.class, "analyze.provider.ranking", "", s -> ((CauseRanker) s).rank(Answers.SCENE)),
    ANALYZE_SERIES(AnomalyDetection.class, "analyze.provider.series", "", s -> Answers.judged((AnomalyDetection) s)),
    RAG_OPENAI(Composer.class, "rag.provider.openai", "openai", s -> Answers.composed((Composer) s)),
    FEATURE_MAVEN(ArtifactSource.class, "feature.provider.maven", "", s -> ((ArtifactSource) s).places()),
    FEATURE(Features.class, "feature.provider.felix", "", s -> ((Features) s).list());

    private final Class<?> service;
    private final String provider;
    private final String technology;
    private final Function<Object, Object> call;

    Capability(Class<?> service, String provider, String technology, Function<Object, Object> call) {
        this.service = service;
        this.provider = "io.x0tta6bl4." + provider;
        this.technology = technology;
        this.call = call;
    }

    Class<?> service() {
        return service;
    }

    String provider() {
        return provider;
    }

    String target() {
        return technology.isEmpty() ? "" : "(x0.name=" + technology + ")";
    }

    /** What is answered before the first swap. */
    Object before(BundleContext context) {
        Answers.begin();
        return await("somebody offers " + service + target())
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> call.apply(context.getService(best(context))), Objects::nonNull);
    }

    private ServiceReference<?> best(BundleContext context) throws InvalidSyntaxException {
        return context.getServiceReferences(service, target().isEmpty() ? null : target()).stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** One call; one that is answered otherwise than before the first swap has failed. */
    Object answer(Object given, Object expected) {
        Object answer = call.apply(given);
        if (!answer.equals(expected))
            throw new IllegalStateException(this + " answered " + answer + ", not " + expected);
        return answer;
    }
}
