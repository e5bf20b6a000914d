package io.x0tta6bl4.execute.provider.page;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.policy.Policy.PageFile;
import io.x0tta6bl4.knowledge.api.policy.Policy.PageTarget;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effector that tells people: to the log always, and to all targets of the policy at the same time. It is done when at least
 * one configured target took it; the log alone counts only where no target is configured.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        property = {"x0.capability=execute", "x0.name=page"})
public final class PageEffector implements Effector, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(PageEffector.class);

    private final String node;
    private final InstantSource clock;
    /** One for each element, so that a target that hangs does not hold up the page about another. */
    private final Map<String, Once> once = new ConcurrentHashMap<>();

    @Activate
    public PageEffector(BundleContext context) {
        this(
                String.valueOf(context.getProperty("x0.node")),
                InstantSource.system()); // people look it up by the wall clock
    }

    PageEffector(String node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public boolean handles(Command command) {
        return command instanceof Command.Page;
    }

    @Override
    public boolean possible(Element element, Command command) {
        return handles(command);
    }

    @Override
    public Effect apply(Order order) {
        if (!(order.action().command() instanceof Command.Page(String title, String text)))
            return new Effect.Refused("the page effector does not know "
                    + order.action().command().name());
        return once.computeIfAbsent(order.element().id().value(), id -> new Once())
                .apply(order, () -> page(order, title, text));
    }

    private Effect page(Order order, String title, String text) {
        String element = order.element().id().value();
        Notice notice =
                new Notice(clock.instant(), node, element, order.action().id(), title, text);
        LOG.error("PAGE {}: {} ({}, {})", title, text, element, notice.action());
        List<PageTarget> targets = order.policy().pages();
        if (targets.isEmpty()) return new Effect.Done("told the log; no other target is configured under pages:");
        List<String> took = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        deliver(notice, targets, order.action().deadline()).forEach((name, why) -> {
            if (why.isEmpty()) took.add(name);
            else failed.add(name + " (" + why + ")");
        });
        String missed = failed.isEmpty() ? "" : "not taken by " + String.join(", ", failed);
        if (took.isEmpty()) return new Effect.Failed(missed + "; only the log has it");
        return new Effect.Done("taken by " + String.join(", ", took) + (missed.isEmpty() ? "" : "; " + missed));
    }

    /** Every target at the same time, so that one that hangs does not use up the time of the others. */
    private static Map<String, String> deliver(Notice notice, List<PageTarget> targets, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<TraceContext> place = Propagation.here();
        Map<String, FutureTask<String>> running = new LinkedHashMap<>();
        for (PageTarget target : targets) {
            FutureTask<String> task = new FutureTask<>(() -> {
                Delivery.deliver(notice, target, limit, place);
                return "";
            });
            running.put(Delivery.name(target), task);
            Thread.ofVirtual().name("x0-page").start(task);
        }
        Map<String, String> results = new LinkedHashMap<>();
        running.forEach((name, task) -> results.put(name, await(task, end)));
        return results;
    }

    private static String await(FutureTask<String> task, long end) {
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return "not within the deadline";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            task.cancel(true);
        }
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("what people were told cannot be taken back");
    }

    /** The targets of the policy are not tried: people would be paged by a test. */
    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("write a notice to a file of my own and read it back", () -> {
            Path file = Files.createTempFile("x0-page-self-test", ".jsonl");
            try {
                Notice notice = new Notice(clock.instant(), node, "self-test", "self-test", "title", "text");
                Delivery.deliver(notice, new PageFile(file.toAbsolutePath()), Duration.ofSeconds(1), Optional.empty());
                if (!Files.readString(file).equals(notice.json() + "\n"))
                    throw new IOException("read back other content than was written to " + file);
                return "written and read back";
            } finally {
                Files.deleteIfExists(file);
            }
        });
    }
}
