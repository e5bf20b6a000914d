package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** {@code element:…}: what the node watches, and an operator's hand on one element. */
@Component(
        service = ElementCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=element",
            "osgi.command.function=list",
            "osgi.command.function=show",
            "osgi.command.function=start",
            "osgi.command.function=stop",
            "osgi.command.function=restart",
            "osgi.command.function=maintain",
            "osgi.command.function=ids"
        })
public final class ElementCommands {
    private static final String ALL = "--all";
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0,
            0,
            Set.of(Arguments.JSON, ALL),
            "element:list [--all] [--json]",
            "  Lists the elements with their health.",
            "  --all    also discovered elements that are healthy",
            "  --json   for programs, all elements");
    private static final Arguments.Usage SHOW = Arguments.Usage.of(
            1,
            1,
            Set.of(Arguments.JSON),
            "element:show ID [--json]",
            "  Shows one element: health, symptoms, latest observations, dependencies.");
    private static final Arguments.Usage START = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "element:start ID",
            "  Starts the element's process now, also one that was stopped by hand.");
    private static final Arguments.Usage STOP = Arguments.Usage.of(
            1, 1, Set.of(), "element:stop ID", "  Stops the element's process; the loop leaves it stopped.");
    private static final Arguments.Usage RESTART = Arguments.Usage.of(
            1, 1, Set.of(), "element:restart ID", "  Restarts the element's process, bundle or component now.");
    private static final Arguments.Usage MAINTAIN = Arguments.Usage.of(
            2,
            2,
            Set.of(),
            "element:maintain ID DURATION",
            "  Takes the element out of the loop's hands for a while (90s, 10m, 2h); 0 ends it.");

    private final Capability<Loop> loop = new Capability<>("loop");
    private final Capability<ElementModel> model = new Capability<>("element model");

    @Activate
    public ElementCommands() {}

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

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModel(ServiceReference<ElementModel> reference, ElementModel service) {
        model.bind(reference, service);
    }

    void unbindModel(ServiceReference<ElementModel> reference) {
        model.unbind(reference);
    }

    @Deactivate
    void close() {
        loop.close();
        model.close();
    }

    /** Stands for the framework in a test. */
    ElementCommands with(Optional<Loop> loopService, Optional<ElementModel> modelService) {
        loopService.ifPresent(loop::with);
        modelService.ifPresent(model::with);
        return this;
    }

    @Descriptor("lists the elements with their health")
    public String list(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LIST, given);
        if (arguments.help()) return LIST.help();
        Optional<Model> known = model.askIfPresent(ElementModel::current);
        Optional<List<ElementHealth>> health = loop.askIfPresent(Loop::health);
        if (health.isEmpty())
            return unwatched(known.orElseGet(() -> model.ask(ElementModel::current)), arguments, session);
        if (arguments.json()) return Documents.healths(health.get()).toString();
        return Elements.table(health.get(), known, arguments.has(ALL), Screen.of(session));
    }

    /** Without a loop the elements are known, and their health is not. */
    private static String unwatched(Model known, Arguments arguments, CommandSession session) {
        if (arguments.json()) return Documents.unwatched(known).toString();
        Table table = new Table("ELEMENT", "KIND", "STATE", "EVIDENCE");
        for (Element element : known.elements())
            table.row(
                    element.id(),
                    element.subject().kind(),
                    new Table.Cell("UNKNOWN", Colour.YELLOW),
                    "the loop is absent");
        return table.render(Screen.of(session));
    }

    @Descriptor("shows one element: health, symptoms, latest observations, dependencies")
    public String show(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SHOW, given);
        if (arguments.help()) return SHOW.help();
        ElementId id = known(arguments.word(0));
        ElementHealth health = loop.ask(l -> l.health(id)).orElseThrow(() -> unknown(arguments.word(0)));
        Optional<Model> known = model.askIfPresent(ElementModel::current);
        if (arguments.json()) return Documents.json(health, known).toString();
        return Elements.page(health, known, SteadyClock.system().instant(), Screen.of(session));
    }

    @Descriptor("starts the element's process now, also one that was stopped by hand")
    public String start(CommandSession session, String[] given) {
        return order(session, START, given, (operator, id, words) -> operator.start(id));
    }

    @Descriptor("stops the element's process; the loop leaves it stopped")
    public String stop(CommandSession session, String[] given) {
        return order(session, STOP, given, (operator, id, words) -> operator.stop(id));
    }

    @Descriptor("restarts the element's process, bundle or component now")
    public String restart(CommandSession session, String[] given) {
        return order(session, RESTART, given, (operator, id, words) -> operator.restart(id));
    }

    @Descriptor("takes the element out of the loop's hands for a while; 0 ends it")
    public String maintain(CommandSession session, String[] given) {
        return order(
                session,
                MAINTAIN,
                given,
                (operator, id, words) -> operator.maintain(id, Words.parseDuration(words.get(1))));
    }

    /** For completion. */
    @Descriptor("the names of all elements")
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        loop.askIfPresent(Loop::health)
                .ifPresent(all -> all.forEach(h -> ids.add(h.element().value())));
        if (ids.isEmpty())
            model.askIfPresent(ElementModel::current)
                    .ifPresent(known -> known.elements().forEach(e -> ids.add(e.id().value())));
        return ids;
    }

    private interface Order {
        String give(Loop.Operator operator, ElementId element, List<String> words);
    }

    private String order(CommandSession session, Arguments.Usage usage, String[] given, Order order) {
        Arguments arguments = Arguments.parse(usage, given);
        if (arguments.help()) return usage.help();
        ElementId id = known(arguments.word(0));
        return loop.ask(l -> order.give(l.operator(Operators.of(session)), id, arguments.words()));
    }

    private ElementId known(String given) {
        List<String> ids = ids();
        if (!ids.isEmpty() && !ids.contains(given)) throw unknown(given);
        try {
            return new ElementId(given);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    private CommandFailed unknown(String given) {
        return Words.unknown("element", given, ids(), "element:list --all");
    }
}
