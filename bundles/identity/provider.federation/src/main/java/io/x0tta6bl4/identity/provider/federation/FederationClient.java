package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
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
 * Keeps the bundles of other trust domains up by asking their bundle endpoints (SPIFFE Federation, section 5), each for itself and as
 * often as its bundle says. What cannot be had changes nothing of what is held.
 */
@Component(
        service = SelfTest.class,
        immediate = true,
        property = {"x0.capability=identity", "x0.name=federation-client"},
        configurationPid = "io.x0tta6bl4.identity.provider.federation.FederationClient")
public final class FederationClient implements SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(FederationClient.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Duration GATE = Duration.ofSeconds(2);
    private static final Duration LEAST = Duration.ofSeconds(10);

    /** Whose bundles are fetched. */
    public @interface Config {
        /** Each {@code DOMAIN https_web URL} or {@code DOMAIN https_spiffe URL SPIFFE-ID [FILE WITH THE FIRST BUNDLE]}. */
        String[] relationships() default {};
    }

    private final HotReference<BundleSource> bundles = new HotReference<>("trust bundles", GATE);
    private final HotReference<ForeignBundles> keeper =
            new HotReference<>("keeper of other trust domains' bundles (feature identity.embedded)", GATE);
    private final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", GATE);
    private final AtomicLong changes = new AtomicLong();
    private final List<Polled> polled;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("x0-federation").factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("x0-federation-", 0).factory());

    @Activate
    public FederationClient(Config config) {
        this(Relationship.all(config.relationships()), InstantSource.system(), Tls::web, LEAST);
        begin();
    }

    /** @param least between two questions, however often a bundle says */
    FederationClient(List<Relationship> relationships, InstantSource clock, Supplier<SSLContext> web, Duration least) {
        Fetch fetch = new Fetch(domain -> bundles.call(source -> source.bundle(domain)), clock, web);
        Pace pace = new Pace(least);
        this.polled = relationships.stream()
                .map(one -> new Polled(one, fetch, bundles, keeper, pace, this::record))
                .toList();
    }

    void begin() {
        for (Polled one : polled) later(one, Duration.ZERO);
    }

    private void later(Polled one, Duration wait) {
        try {
            timer.schedule(() -> workers.execute(() -> ask(one)), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.debug("No more questions: {}", ended.toString());
        }
    }

    private void ask(Polled one) {
        try {
            later(one, poll(one));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("A bundle could not be kept up; it is tried again in {}", Pace.UNSAID, e);
            later(one, Pace.UNSAID);
        }
    }

    private Duration poll(Polled one) throws InterruptedException {
        Optional<String> before = one.trouble();
        Duration next = one.poll();
        if (!one.trouble().equals(before)) changes.incrementAndGet();
        return next;
    }

    /** Asks all endpoints once, in turn; when to ask the last of them again. */
    Duration poll() throws InterruptedException {
        Duration next = Pace.UNSAID;
        for (Polled one : polled) next = poll(one);
        return next;
    }

    private void record(String what) {
        LOG.info("{}", what);
        try {
            journal.run(j -> j.append(List.of(new JournalRecord.Noted("", NODE, what))));
        } catch (JournalUnavailable | Retired e) {
            LOG.error("Not in the journal, which takes no records ({}): {}", e.getMessage(), what);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindKeeper(ServiceReference<ForeignBundles> reference, ForeignBundles service) {
        keeper.bind(reference, service);
    }

    void unbindKeeper(ServiceReference<ForeignBundles> reference) {
        keeper.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    /** Stands for the framework in a test. */
    FederationClient with(BundleSource source, ForeignBundles taker, Journal written) {
        journal.bind(0, written);
        bundles.bind(0, source);
        keeper.bind(0, taker);
        return this;
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        bundles.close();
        keeper.close();
        journal.close();
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("keep up the bundles of other trust domains from their endpoints", () -> {
            List<String> troubles =
                    polled.stream().flatMap(one -> one.trouble().stream()).toList();
            if (!troubles.isEmpty()) throw new IllegalStateException(String.join("; ", troubles));
            return polled.isEmpty()
                    ? "none is configured"
                    : polled.stream().map(Polled::words).collect(Collectors.joining("; "));
        });
    }
}
