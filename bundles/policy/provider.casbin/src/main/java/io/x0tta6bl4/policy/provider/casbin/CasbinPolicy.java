package io.x0tta6bl4.policy.provider.casbin;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import io.x0tta6bl4.platform.api.Audit;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Explanation;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.policy.api.PolicyStatus;
import io.x0tta6bl4.policy.api.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
 * Decides by {@code policy.csv} in the data directory, or by {@code conf/policy.csv} of the distribution when there is none.
 *
 * <p>Each decision looks whether the file has changed. A changed file that cannot be used leaves the policy before in force and
 * makes the node not ready; without any valid policy nothing is allowed.
 *
 * <p>More than 250 lines: deciding, explaining and checking go by one reading of one file.
 */
@Component(
        service = {PolicyEngine.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=policy", "x0.name=casbin"})
public final class CasbinPolicy implements PolicyEngine, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(CasbinPolicy.class);
    private static final ElementId NODE = new ElementId("node");
    private static final Request PROBE = new Request("spiffe://self.test/probe", "self-test", "self:test");
    private static final Duration GATE = Duration.ofSeconds(2);

    private final Path own;
    private final Path shipped;
    private final HotReference<Journal> journal = new HotReference<>("knowledge (journal)", GATE);
    private final Audit audit;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong earlierHits = new AtomicLong();
    private volatile Seen seen;

    /** The file at one moment. */
    private record Stamp(
            Path file,
            @Nullable Object key,
            long size,
            @Nullable Object modified,
            @Nullable Object changed) {}

    /** @param loaded the last valid policy, null before the first */
    private record Seen(Stamp stamp, @Nullable Loaded loaded, String problem) {}

    @Activate
    public CasbinPolicy(BundleContext context) {
        this(
                Path.of(String.valueOf(context.getProperty("x0.data")), "policy.csv"),
                Path.of(String.valueOf(context.getProperty("x0.home")), "conf", "policy.csv"),
                SteadyClock.system());
    }

    CasbinPolicy(Path own, Path shipped, InstantSource clock) {
        this.own = own;
        this.shipped = shipped;
        this.audit = new Audit(clock, this::write);
        this.seen = load(stamp(file(null)), null);
    }

    private void write(String what) {
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
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    /** Stands for the framework in a test. */
    CasbinPolicy with(Journal service) {
        journal.bind(0, service);
        return this;
    }

    @Deactivate
    void close() {
        journal.close();
    }

    /** A link that leads nowhere is there, too; and a file that was in force is not replaced by the wider one of the distribution. */
    private Path file(@Nullable Loaded inForce) {
        boolean chosen =
                inForce != null && inForce.file().file().equals(own) || Files.exists(own, LinkOption.NOFOLLOW_LINKS);
        return chosen ? own : shipped;
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    file,
                    found.fileKey(),
                    found.size(),
                    found.lastModifiedTime(),
                    Files.getAttribute(file, "unix:ctime"));
        } catch (IOException e) {
            return new Stamp(file, null, -1, null, null);
        }
    }

    private Seen load(Stamp stamp, @Nullable Loaded before) {
        PolicyFile read = PolicyFile.read(stamp.file());
        if (read.findings().isEmpty()) {
            if (before != null) earlierHits.addAndGet(before.hits());
            LOG.info(
                    "Policy {} of {} is in force: {} rules",
                    read.version(),
                    read.file(),
                    read.rules().size());
            return new Seen(stamp, new Loaded(read), "");
        }
        String problem = String.join("\n", read.findings());
        LOG.error(
                before == null ? "Nothing is allowed, there is no valid policy: {}" : "The policy before stays: {}",
                problem);
        return new Seen(stamp, before, problem);
    }

    private Seen current() {
        Seen known = seen;
        Stamp now = stamp(file(known.loaded()));
        return now.equals(known.stamp()) ? known : changed(now);
    }

    private Seen changed(Stamp now) {
        Seen before;
        Seen after;
        synchronized (this) {
            before = seen;
            if (now.equals(before.stamp())) return before;
            after = load(now, before.loaded());
            seen = after;
        }
        note(before, after);
        return after;
    }

    /** What held until now and what holds from now on belong into the record. */
    private void note(Seen before, Seen after) {
        audit.refused(
                after.problem().isEmpty()
                        ? "policy " + version(after) + " of " + after.stamp().file() + " is in force in place of "
                                + (version(before).isEmpty() ? "none" : version(before))
                        : "policy " + (version(after).isEmpty() ? "(none)" : version(after)) + " stays, since what came"
                                + " after it cannot be used: "
                                + after.problem().lines().findFirst().orElse(""));
    }

    @Override
    public Decision decide(Request request) {
        asked.incrementAndGet();
        Seen now = current();
        Decision decision = decide(now, request);
        if (!decision.allowed()) {
            refusals.incrementAndGet();
            String by = version(now).isEmpty() ? "(none)" : version(now);
            audit.refused("policy " + by + " refused " + request + ": " + decision.reason());
        }
        return decision;
    }

    private static Decision decide(Seen now, Request request) {
        Loaded loaded = now.loaded();
        if (loaded == null)
            return new Decision.Broken("this node has no valid policy, so nothing is allowed: " + now.problem());
        try {
            return loaded.decide(request);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The policy engine failed on {}", request, e);
            return new Decision.Broken("the policy engine failed, so nothing is allowed: " + e);
        }
    }

    private static String version(Seen now) {
        return now.loaded() == null ? "" : now.loaded().file().version();
    }

    @Override
    public Explanation explain(Request request) {
        Seen now = current();
        List<Explanation.Step> steps = now.loaded() == null
                ? List.of()
                : now.loaded().file().rules().stream()
                        .map(rule -> new Explanation.Step(
                                rule,
                                Matching.who(rule.who(), request.who()),
                                Matching.action(rule.action(), request.action()),
                                Matching.target(rule.target(), request.target())))
                        .toList();
        return new Explanation(decide(now, request), version(now), steps);
    }

    @Override
    public PolicyStatus status() {
        Seen now = current();
        Optional<Loaded> loaded = Optional.ofNullable(now.loaded());
        return new PolicyStatus(
                "casbin",
                now.stamp().file().toString(),
                version(now),
                loaded.map(l -> l.file().rules()).orElse(List.of()),
                now.problem(),
                asked.get(),
                earlierHits.get() + loaded.map(Loaded::hits).orElse(0L),
                refusals.get());
    }

    @Override
    public List<String> check(Path file) {
        return PolicyFile.read(file).findings();
    }

    /** Asked for by somebody who may, it goes by the file of the distribution when the node's own is gone. */
    @Override
    public PolicyStatus reload() {
        Seen before;
        Seen now;
        synchronized (this) {
            before = seen;
            now = load(stamp(file(null)), before.loaded());
            seen = now;
        }
        note(before, now);
        if (!now.problem().isEmpty())
            throw new IllegalArgumentException("The policy was not changed:\n" + now.problem());
        return status();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the policy file is valid and jCasbin decides known cases", () -> {
            Seen now = current();
            if (!now.problem().isEmpty()) throw new IllegalStateException(now.problem());
            KnownCases.check();
            // The rules in force, too: what cannot be decided shows here, and the first real question finds all of it
            // loaded.
            if (decide(now, PROBE) instanceof Decision.Broken broken) throw new IllegalStateException(broken.reason());
            return now.loaded() == null ? "" : now.loaded().file().rules().size() + " rules, version " + version(now);
        });
    }

    @Override
    public long changes() {
        return current().stamp().hashCode();
    }
}
