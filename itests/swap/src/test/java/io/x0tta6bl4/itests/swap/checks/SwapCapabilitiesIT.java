package io.x0tta6bl4.itests.swap.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.itests.exam.InFramework;
import io.x0tta6bl4.itests.swap.How;
import io.x0tta6bl4.itests.swap.Jars;
import io.x0tta6bl4.itests.swap.Pattern;
import io.x0tta6bl4.itests.swap.Series;
import io.x0tta6bl4.itests.swap.SwapSeries;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.Sealer;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.Monitor;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.policy.api.Request;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The one contract, over every capability of a node: the same bundle as a new version, under load, fails no call. */
@InFramework
class SwapCapabilitiesIT {
    private static final Element HOST = Element.discovered(new ElementId("host"), new Subject.Host(), "host", Set.of());
    private static final Snapshot NOTHING = new Snapshot(1, Instant.EPOCH, Model.empty("swap"), Map.of(), List.of(), 0);
    private static final Analysis QUIET = new Analysis(List.of(), List.of(), List.of(), Set.of());

    /** A capability, its provider, and one call on it. */
    enum Capability {
        MONITOR_SNAPSHOT(Monitor.class, "monitor.provider.snapshot", "", s -> ((Monitor) s).snapshot()),
        SENSOR_PROCESS(Sensor.class, "monitor.provider.process", "process", s -> ((Sensor) s).look(HOST)),
        SENSOR_HTTP(Sensor.class, "monitor.provider.http", "http", s -> ((Sensor) s).look(HOST)),
        SENSOR_TCP(Sensor.class, "monitor.provider.tcp", "tcp", s -> ((Sensor) s).look(HOST)),
        SENSOR_OSGI(Sensor.class, "monitor.provider.osgi", "osgi", s -> ((Sensor) s).look(HOST)),
        SENSOR_HOST(Sensor.class, "monitor.provider.host", "host", s -> ((Sensor) s).look(HOST)),
        SENSOR_IDENTITY(Sensor.class, "monitor.provider.identity", "identity", s -> ((Sensor) s).look(HOST)),
        SENSOR_FILE(Sensor.class, "monitor.provider.file", "file", s -> ((Sensor) s).look(HOST)),
        ANALYZE_RULES(Analyzer.class, "analyze.provider.rules", "", s -> ((Analyzer) s).analyze(NOTHING)),
        ANALYZE_GRAPH(Localizer.class, "analyze.provider.graph", "", s -> ((Localizer) s).localize(NOTHING, QUIET)),
        PLAN_LADDER(Planner.class, "plan.provider.ladder", "", Object::hashCode),
        EXECUTE_PROCESS(Effector.class, "execute.provider.process", "process", Capability::handles),
        EXECUTE_OSGI(Effector.class, "execute.provider.osgi", "osgi", Capability::handles),
        EXECUTE_IDENTITY(Effector.class, "execute.provider.identity", "identity", Capability::handles),
        EXECUTE_FILE(Effector.class, "execute.provider.file", "file", Capability::handles),
        EXECUTE_HTTP(Effector.class, "execute.provider.http", "http", Capability::handles),
        EXECUTE_PAGE(Effector.class, "execute.provider.page", "page", Capability::handles),
        KNOWLEDGE_MODEL(ElementModel.class, "knowledge.provider.yaml", "", s -> ((ElementModel) s).current()),
        KNOWLEDGE_LEDGER(ProcessLedger.class, "knowledge.provider.mvstore", "", s -> ((ProcessLedger) s).all()),
        KNOWLEDGE_JOURNAL(
                Journal.class,
                "knowledge.provider.mvstore",
                "",
                s -> ((Journal) s).append(List.of(new JournalRecord.Noted("", new ElementId("swap"), "a call")))),
        TELEMETRY(Tracing.class, "telemetry.provider.opentelemetry", "", s -> ((Tracing) s).begin()),
        EXECUTE_FEATURE(Effector.class, "execute.provider.osgi", "feature", Capability::handles),
        POLICY(
                PolicyEngine.class,
                "policy.provider.casbin",
                "",
                s -> ((PolicyEngine) s).decide(new Request("spiffe://x0.local/loop", "restart", "element:a"))),
        PQC_BOUNCYCASTLE(
                Pqc.class,
                "pqc.provider.bouncycastle",
                "bouncycastle",
                s -> ((Pqc) s).generate(KemAlgorithm.ML_KEM_768)),
        PQC_JDK(Pqc.class, "pqc.provider.jdk", "jdk", s -> ((Pqc) s).generate(KemAlgorithm.ML_KEM_768)),
        KEYSTORE_KEYS(KeyStore.class, "keystore.provider.file", "", s -> ((KeyStore) s).entries()),
        KEYSTORE_SEALER(Sealer.class, "keystore.provider.file", "", s -> ((Sealer) s).seal("swap", new byte[16])),
        IDENTITY_SVID(SvidSource.class, "identity.provider.embedded", "", s -> ((SvidSource) s).svid()),
        ANALYZE_ACCRUAL(FailureDetector.class, "analyze.provider.accrual", "", s -> ((FailureDetector) s).begin()),
        ANALYZE_RANKING(CauseRanker.class, "analyze.provider.ranking", "", Object::hashCode),
        ANALYZE_SERIES(
                AnomalyDetection.class,
                "analyze.provider.series",
                "",
                s -> ((AnomalyDetection) s).signal(AnomalyDetection.Depth.SCREEN)),
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

        private static Object handles(Object effector) {
            return ((Effector) effector).handles(new Command.StartProcess());
        }

        String provider() {
            return provider;
        }

        String target() {
            return technology.isEmpty() ? "" : "(x0.name=" + technology + ")";
        }
    }

    @Configuration
    static Option[] configuration() {
        return new Option[] {Running.base(), Running.product(), Running.trustAndJudgement()};
    }

    @AfterEach
    void remove_consumers(BundleContext context) throws BundleException {
        for (Bundle bundle : context.getBundles())
            if (bundle.getLocation().startsWith("swap:consumer")) bundle.uninstall();
    }

    @ParameterizedTest
    @EnumSource
    void a_new_version_new_first_fails_no_call(Capability capability, BundleContext context) throws Exception {
        failsNoCall(capability, How.START_FIRST, context);
    }

    @ParameterizedTest
    @EnumSource
    void an_update_by_hand_fails_no_call(Capability capability, BundleContext context) throws Exception {
        failsNoCall(capability, How.UPDATE, context);
    }

    private static void failsNoCall(Capability capability, How how, BundleContext context) throws Exception {
        Bundle now = running(context, capability.provider)
                .orElseThrow(() -> new AssertionError(capability.provider + " does not run"));
        int major = now.getVersion().getMajor() + 1;
        byte[] original = Jars.again(now, major + ".0.0");
        Series series = new SwapSeries(context)
                .callers(4, 200_000)
                .run(
                        Pattern.HOT,
                        capability.service.getName(),
                        capability.target(),
                        now,
                        how,
                        5,
                        n -> n == 1
                                ? original
                                : Jars.again(
                                        running(context, capability.provider).orElseThrow(), major + "." + n + ".0"),
                        capability.call);
        System.out.printf("%-18s %s%n", capability, series.words());
        assertThat(series.reasons()).isEmpty();
        assertThat(series.calls()).isPositive();
        assertThat(series.lostStates()).isZero();
        assertThat(running(context, capability.provider))
                .as("the last version runs")
                .get()
                .extracting(b -> b.getVersion().toString())
                .isEqualTo(major + ".5.0");
    }

    private static Optional<Bundle> running(BundleContext context, String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                .findFirst();
    }
}
