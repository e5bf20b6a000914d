package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * Sensor for what the trust of the node rests on: its SVID, whoever issues it, the trust bundles, the key store, the wall clock and
 * those whom the channel refuses; and for certificates in files. All are looked at every two seconds, and none is asked by whom it
 * judges: a certificate speaks for itself.
 */
@Component(property = {"x0.capability=monitor", "x0.name=" + IdentitySensor.NAME})
public final class IdentitySensor implements Sensor, SelfTest {
    static final String NAME = "identity";
    private static final Logger LOG = LoggerFactory.getLogger(IdentitySensor.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final HotReference<ElementModel> models = new HotReference<>("knowledge (element model)", PERIOD);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("x0-sensor-identity").daemon().unstarted(task));
    private final Trust trust;
    private final Looks looks;
    private volatile List<Element> told = List.of();
    private volatile List<Element> watched = List.of();
    private volatile ObservationSink sink = observation -> {};

    @Activate
    public IdentitySensor() {
        this(InstantSource.system(), SteadyClock.system());
        begin(PERIOD);
    }

    /** One that looks only when asked, until it begins. */
    IdentitySensor(InstantSource wall, InstantSource steady) {
        this.trust = new Trust(wall, steady);
        this.looks = new Looks(trust, wall, steady);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void begin(Duration period) {
        timer.scheduleWithFixedDelay(this::turn, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModel(ServiceReference<ElementModel> reference, ElementModel service) {
        models.bind(reference, service);
        told = List.of(); // it knows nothing yet
    }

    void unbindModel(ServiceReference<ElementModel> reference) {
        models.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        trust.svids.bind(reference, service);
    }

    void unbindSvids(ServiceReference<SvidSource> reference) {
        trust.svids.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        trust.bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        trust.bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAuthority(ServiceReference<Authority> reference, Authority service) {
        trust.authorities.bind(reference, service);
    }

    void unbindAuthority(ServiceReference<Authority> reference) {
        trust.authorities.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindKeys(ServiceReference<KeyStore> reference, KeyStore service) {
        trust.keys.bind(reference, service);
    }

    void unbindKeys(ServiceReference<KeyStore> reference) {
        trust.keys.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindChannel(ServiceReference<SecureChannel> reference, SecureChannel service) {
        trust.channels.bind(reference, service);
    }

    void unbindChannel(ServiceReference<SecureChannel> reference) {
        trust.channels.unbind(reference);
    }

    /** Stands for the framework in a test. */
    Trust trust() {
        return trust;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        this.sink = sink;
        watched = model.elements().stream().filter(Looks::understands).toList();
        if (watched.isEmpty()) return;
        try {
            timer.execute(this::observe);
        } catch (RejectedExecutionException closed) {
            watched = List.of(); // it is ending
        }
    }

    /** What is done every two seconds. */
    void turn() {
        try {
            discover();
            observe();
        } catch (RuntimeException e) {
            LOG.warn("The identity sensor failed once; it goes on with the next look", e);
        }
    }

    private void discover() {
        List<Element> found = Looks.elements(trust.parts());
        if (found.equals(told)) return;
        models.callIfPresent(model -> {
            model.discovered(NAME, found);
            told = found;
            return found;
        });
    }

    private void observe() {
        for (Element element : watched)
            for (Observation observation : looks.at(element)) {
                try {
                    sink.accept(observation);
                } catch (RuntimeException e) {
                    LOG.warn("An observation was not taken", e);
                }
            }
    }

    @Override
    public List<Observation> look(Element element) {
        return looks.at(element);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("tell a certificate that is near its end from one that is not", Trial::run);
    }

    /** Ends its thread. */
    @Deactivate
    void close() {
        timer.shutdownNow();
        trust.close();
        models.close();
    }
}
