package io.x0tta6bl4.identity.provider.workloadapi;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Workload API: processes of this machine get the identities that the watch file registers for them, with no secret of their
 * own, on the kernel's word about who they are. Every caller is looked at again each second, so that an entitlement that ends, a
 * bundle that changes and an SVID at half its life reach him within one.
 */
@Component(
        service = {SelfTest.class},
        immediate = true,
        property = {"x0.capability=identity", "x0.name=workloadapi"},
        configurationPid = "io.x0tta6bl4.identity.provider.workloadapi.WorkloadApi")
public final class WorkloadApi implements SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadApi.class);

    /** Where it listens. */
    public @interface Config {
        /**
         * The socket, an absolute path of at most 107 octets; empty for {@code <data>/identity/workload.sock}. Processes of other
         * users need one in a folder that they may enter.
         */
        String socket() default "";
    }

    private final Backend backend;
    private final Service service;
    private final Path socket;
    private final Endpoint endpoint;
    private final ScheduledExecutorService timer;

    @Activate
    public WorkloadApi(BundleContext context, Config config) throws IOException {
        this(
                config.socket().isEmpty()
                        ? Path.of(String.valueOf(context.getProperty("x0.data")), "identity", "workload.sock")
                        : Path.of(config.socket()),
                InstantSource.system());
    }

    WorkloadApi(Path socket, InstantSource clock) throws IOException {
        this.socket = socket.toAbsolutePath();
        this.backend = new Backend(clock);
        this.service = new Service(backend, clock);
        this.endpoint = Endpoint.open(this.socket, service.definition(), backend);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("x0-workload-refresh").factory());
        timer.scheduleWithFixedDelay(this::refresh, 1, 1, TimeUnit.SECONDS);
        LOG.info("The Workload API serves at unix://{}", this.socket);
    }

    private void refresh() {
        try {
            service.refresh();
        } catch (RuntimeException e) {
            LOG.error("Callers of the Workload API could not be told of changes: {}", e.toString(), e);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAuthority(ServiceReference<Authority> reference, Authority service) {
        backend.authority.bind(reference, service);
    }

    void unbindAuthority(ServiceReference<Authority> reference) {
        backend.authority.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        backend.bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        backend.bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTokens(ServiceReference<JwtSource> reference, JwtSource service) {
        backend.tokens.bind(reference, service);
    }

    void unbindTokens(ServiceReference<JwtSource> reference) {
        backend.tokens.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModel(ServiceReference<ElementModel> reference, ElementModel service) {
        backend.model.bind(reference, service);
    }

    void unbindModel(ServiceReference<ElementModel> reference) {
        backend.model.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLedger(ServiceReference<ProcessLedger> reference, ProcessLedger service) {
        backend.ledger.bind(reference, service);
    }

    void unbindLedger(ServiceReference<ProcessLedger> reference) {
        backend.ledger.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        backend.journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        backend.journal.unbind(reference);
    }

    /** For use without a framework. */
    Backend backend() {
        return backend;
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
        service.end();
        endpoint.close();
        backend.close();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of(
                "ask its own socket, and be refused for a missing header", () -> Probe.run(socket, service.open()));
    }
}
