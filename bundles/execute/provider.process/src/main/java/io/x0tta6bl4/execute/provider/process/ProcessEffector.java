package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Effector for processes: start, stop, restart, kill and restart.
 *
 * <p>Processes outlive the node and are adopted by the next one: from the ledger, or by the marks in their environment when
 * the node was killed between starting a process and writing it down. Nothing is started twice: a start finds what runs,
 * a restart that was carried out by the same action before is not repeated. What a person stopped (action ids that begin
 * with {@value #OPERATOR}) stays stopped until a person starts it.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=execute", "x0.name=process"})
public final class ProcessEffector implements Effector, SelfTest {
    /** Action ids of what a person asked for begin with this. */
    static final String OPERATOR = "operator-";

    /** How long a call waits for knowledge that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<ProcessLedger> hot = new HotReference<>("knowledge (process ledger)", GATE);
    private final AtomicBoolean adopted = new AtomicBoolean();
    private final Supervision supervision;
    private final ProcessLedger ledger;
    private final InstantSource clock;
    private final LogLimit logs;
    /** One for each element, so that a slow stop of one does not hold up another. */
    private final Map<ElementId, Once> once = new ConcurrentHashMap<>();

    @Activate
    public ProcessEffector(BundleContext context) {
        this(Path.of(property(context, "x0.data")), property(context, "x0.node"), SteadyClock.system());
    }

    ProcessEffector(Path data, String node, ProcessLedger ledger, InstantSource clock) {
        this(data, node, clock);
        bind(0, ledger);
    }

    private ProcessEffector(Path data, String node, InstantSource clock) {
        this.ledger = hot.as(ProcessLedger.class);
        this.clock = clock;
        this.supervision = new Supervision(data, node, ledger);
        this.logs = new LogLimit(data);
    }

    private void bind(Comparable<?> rank, ProcessLedger service) {
        hot.bind(rank, service);
        if (adopted.compareAndSet(false, true)) supervision.adopt();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLedger(ServiceReference<ProcessLedger> reference, ProcessLedger service) {
        bind(reference, service);
    }

    void unbindLedger(ServiceReference<ProcessLedger> reference) {
        hot.unbind(reference);
    }

    @Deactivate
    void close() {
        logs.close();
        hot.close();
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) throw new IllegalStateException("the framework property " + name + " is not set");
        return value;
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public boolean handles(Command command) {
        return switch (command) {
            case Command.StartProcess start -> true;
            case Command.StopProcess stop -> true;
            case Command.RestartProcess restart -> true;
            case Command.KillAndRestartProcess kill -> true;
            default -> false;
        };
    }

    @Override
    public boolean possible(Element element, Command command) {
        return handles(command) && element.subject() instanceof Subject.Process;
    }

    @Override
    public Effect apply(Order order) {
        Command command = order.action().command();
        ElementId id = order.element().id();
        if (!handles(command)) return new Effect.Refused("the process effector does not know " + command.name());
        if (!(order.element().subject() instanceof Subject.Process subject))
            return new Effect.Refused(
                    id + " is no process but a " + order.element().subject().kind());
        Task task = new Task(
                id,
                subject,
                order.action().id(),
                order.once(),
                Deadline.in(order.action().deadline()));
        return once.computeIfAbsent(id, key -> new Once()).apply(order, () -> attempt(command, task));
    }

    /** What throws on the way, such as a ledger on a full disk, is an effect that was not reached. */
    private Effect attempt(Command command, Task task) {
        try {
            return carryOut(command, task);
        } catch (RuntimeException e) {
            return new Effect.Failed(command.name() + " of " + task.element() + ": " + e.getMessage());
        }
    }

    private Effect carryOut(Command command, Task task) {
        if (command instanceof Command.StopProcess) return stop(task);
        if (!task.byOperator()
                && ledger.find(task.element()).orElse(null) instanceof ProcessLedger.StoppedByOperator stopped)
            return new Effect.Refused(task.element() + " was stopped by a person at " + stopped.at()
                    + " and stays stopped until a person starts it");
        return switch (command) {
            case Command.RestartProcess restart ->
                supervision.restart(task, task.subject().stopLimit());
            case Command.KillAndRestartProcess kill -> supervision.restart(task, Duration.ZERO);
            default -> supervision.start(task);
        };
    }

    /** What a person stops is marked before it ends, so that its end is nobody's incident. */
    private Effect stop(Task task) {
        if (!task.byOperator()) {
            Effect effect = supervision.stop(task);
            if (effect instanceof Effect.Done) ledger.remove(task.element());
            return effect;
        }
        var running = supervision.running(task.element());
        ledger.put(task.element(), new ProcessLedger.StoppedByOperator(clock.instant()));
        Effect effect = supervision.stop(task, running);
        if (!(effect instanceof Effect.Done))
            running.ifPresent(identity -> ledger.put(task.element(), new ProcessLedger.Started(identity)));
        return effect;
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("starting or ending a process is not taken back; its next state is another action");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("start a process, know it again, kill it, see it gone", supervision::trial);
    }

    /** An order in the words of this effector. */
    record Task(ElementId element, Subject.Process subject, String action, boolean once, Deadline deadline) {
        boolean byOperator() {
            return action.startsWith(OPERATOR);
        }
    }
}
