package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LevelState;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.loop.api.LoopStatus;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code loop:…}: the state of the loop, its brakes, and an operator's orders to it.
 *
 * <p>More than 250 lines: eleven commands, each with its usage.
 */
@Component(
        service = LoopCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=loop",
            "osgi.command.function=status",
            "osgi.command.function=explain",
            "osgi.command.function=lessons",
            "osgi.command.function=levels",
            "osgi.command.function=move",
            "osgi.command.function=record",
            "osgi.command.function=revert",
            "osgi.command.function=pause",
            "osgi.command.function=resume",
            "osgi.command.function=tick",
            "osgi.command.function=approve",
            "osgi.command.function=refuse"
        })
public final class LoopCommands {
    private static final Arguments.Usage STATUS = Arguments.Usage.of(
            0, 0, Set.of("--json"), "loop:status [--json]", "  Shows what the loop may do, and its numbers.");
    private static final Arguments.Usage EXPLAIN = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "loop:explain [--json]",
            "  Shows every brake: its setting, what it holds back now, how often it did;",
            "  then what was learnt of actions, and levels that may move (as JSON: loop:lessons, loop:levels).");
    private static final Arguments.Usage LESSONS = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "loop:lessons [--json]",
            "  Shows how often each step helped against each kind of cause, and how sure that is.");
    private static final Arguments.Usage LEVELS = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "loop:levels [--json]",
            "  Shows the firing levels that may move, and where they are. incident:show levels tells every move.");
    private static final Arguments.Usage RECORD = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "loop:record on|off",
            "  Keeps what is observed in the data directory (recording), for x0 replay recording.");
    private static final Arguments.Usage MOVE = Arguments.Usage.of(
            3,
            100,
            Set.of(),
            "loop:move ELEMENT SIGNAL LEVEL [REASON]",
            "  Moves a firing level within the bounds of the watch file (may-move), in the unit of the signal.");
    private static final Arguments.Usage REVERT = Arguments.Usage.of(
            2, 2, Set.of(), "loop:revert ELEMENT SIGNAL", "  Puts a moved level back to where the watch file has it.");
    private static final Arguments.Usage PAUSE = Arguments.Usage.of(
            0, 100, Set.of(), "loop:pause [REASON]", "  No new action from now on; running ones end.");
    private static final Arguments.Usage RESUME = Arguments.Usage.of(0, 0, Set.of(), "loop:resume", "  Back to work.");
    private static final Arguments.Usage TICK =
            Arguments.Usage.of(0, 0, Set.of(), "loop:tick", "  Runs one tick now and returns when it is over.");
    private static final Arguments.Usage APPROVE = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "loop:approve ACTION",
            "  Agrees to an action that waits for approval; incident:list names it.");
    private static final Arguments.Usage REFUSE = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "loop:refuse ACTION",
            "  Refuses an action that waits for approval; its incident is paged.");

    private final Capability<Loop> loop = new Capability<>("loop");

    @Activate
    public LoopCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLoop(ServiceReference<Loop> reference, Loop service) {
        loop.bind(reference, service);
    }

    void unbindLoop(ServiceReference<Loop> reference) {
        loop.unbind(reference);
    }

    @Deactivate
    void close() {
        loop.close();
    }

    /** Stands for the framework in a test. */
    LoopCommands with(Loop service) {
        loop.with(service);
        return this;
    }

    @Descriptor("shows what the loop may do, and its numbers")
    public String status(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(STATUS, given);
        if (arguments.help()) return STATUS.help();
        LoopStatus status = loop.ask(Loop::status);
        return arguments.json() ? Documents.json(status).toString() : status(status, Screen.of(session));
    }

    private static String status(LoopStatus status, Screen screen) {
        boolean live = status.mode() == LoopStatus.Mode.LIVE;
        String mode = screen.paint(status.mode().name(), live ? Colour.GREEN : Colour.YELLOW);
        String last = status.lastTick()
                .map(at -> Words.duration(
                                Duration.between(at, SteadyClock.system().instant())) + " ago, took "
                        + String.format(
                                Locale.ROOT, "%.2f ms", status.tickTime().toNanos() / 1e6))
                .orElse("none yet");
        return String.join(
                "\n",
                "mode          " + mode + (status.reason().isEmpty() ? "" : ": " + status.reason()),
                "ticks         " + status.ticks() + "; last " + last,
                "observations  " + status.observations() + "; shed " + status.shed(),
                "symptoms      " + status.holding() + " hold",
                "incidents     " + status.openIncidents() + " open",
                "actions       " + status.actions() + "; verified " + status.verified(),
                "missing       " + (status.missing().isEmpty() ? "no phase" : String.join(", ", status.missing())));
    }

    @Descriptor(
            "shows every brake: its setting, what it holds back now, how often it did; and what judges in shadow say")
    public String explain(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(EXPLAIN, given);
        if (arguments.help()) return EXPLAIN.help();
        List<BrakeState> brakes = loop.ask(Loop::explain);
        if (arguments.json()) return Documents.brakes(brakes).toString();
        Table table = new Table("NO", "BRAKE", "STATE", "HELD", "SETTING", "HOLDS BACK NOW");
        for (BrakeState state : brakes)
            table.row(
                    state.brake().number(),
                    state.brake().key(),
                    new Table.Cell(state.on() ? "on" : "OFF", state.on() ? Colour.GREEN : Colour.RED),
                    state.held(),
                    state.setting(),
                    state.holding().isEmpty() ? "-" : String.join("; ", state.holding()));
        Screen screen = Screen.of(session);
        return String.join(
                "\n\n",
                table.render(screen),
                "Opinions in shadow: noted beside incidents, they set nothing off\n  "
                        + String.join("\n  ", loop.ask(Loop::opinions)),
                Learning.lessons(loop.ask(Loop::lessons), screen),
                Learning.levels(loop.ask(Loop::levels), screen));
    }

    @Descriptor("shows how often each step helped against each kind of cause")
    public String lessons(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LESSONS, given);
        if (arguments.help()) return LESSONS.help();
        List<Lesson> lessons = loop.ask(Loop::lessons);
        return arguments.json() ? Learning.lessons(lessons).toString() : Learning.lessons(lessons, Screen.of(session));
    }

    @Descriptor("shows the firing levels that may move, and where they are")
    public String levels(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LEVELS, given);
        if (arguments.help()) return LEVELS.help();
        List<LevelState> levels = loop.ask(Loop::levels);
        return arguments.json() ? Learning.levels(levels).toString() : Learning.levels(levels, Screen.of(session));
    }

    @Descriptor("keeps what is observed, for x0 replay recording")
    public String record(CommandSession session, String[] given) {
        return order(session, RECORD, given, (operator, words) -> switch (words.getFirst()) {
            case "on" -> operator.record(true);
            case "off" -> operator.record(false);
            default -> throw new CommandFailed("loop:record on or off, not '" + words.getFirst() + "'");
        });
    }

    @Descriptor("moves a firing level within the bounds of the watch file")
    public String move(CommandSession session, String[] given) {
        return order(
                session,
                MOVE,
                given,
                (operator, words) -> operator.move(
                        new ElementId(words.get(0)),
                        words.get(1),
                        Learning.level(words.get(2)),
                        String.join(" ", words.subList(3, words.size()))));
    }

    @Descriptor("puts a moved level back to where the watch file has it")
    public String revert(CommandSession session, String[] given) {
        return order(
                session,
                REVERT,
                given,
                (operator, words) -> operator.revert(new ElementId(words.get(0)), words.get(1)));
    }

    @Descriptor("no new action from now on; running ones end")
    public String pause(CommandSession session, String[] given) {
        return order(session, PAUSE, given, (operator, words) -> operator.pause(String.join(" ", words)));
    }

    @Descriptor("back to work")
    public String resume(CommandSession session, String[] given) {
        return order(session, RESUME, given, (operator, words) -> operator.resume());
    }

    @Descriptor("runs one tick now and returns when it is over")
    public String tick(CommandSession session, String[] given) {
        return order(session, TICK, given, (operator, words) -> operator.tick());
    }

    @Descriptor("agrees to an action that waits for approval")
    public String approve(CommandSession session, String[] given) {
        return order(session, APPROVE, given, (operator, words) -> operator.approve(words.getFirst()));
    }

    @Descriptor("refuses an action that waits for approval; its incident is paged")
    public String refuse(CommandSession session, String[] given) {
        return order(session, REFUSE, given, (operator, words) -> operator.refuse(words.getFirst()));
    }

    private interface Order {
        String give(Loop.Operator operator, List<String> words);
    }

    private String order(CommandSession session, Arguments.Usage usage, String[] given, Order order) {
        Arguments arguments = Arguments.parse(usage, given);
        if (arguments.help()) return usage.help();
        Function<Loop, String> give = l -> order.give(l.operator(Operators.of(session)), arguments.words());
        return loop.ask(give);
    }
}
