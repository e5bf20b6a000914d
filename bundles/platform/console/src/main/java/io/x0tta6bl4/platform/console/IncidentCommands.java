package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.rag.api.Retrieval;
import java.time.Duration;
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

/** {@code incident:…}: what went wrong, and the whole chain of what was seen, decided and done about it. */
@Component(
        service = IncidentCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=incident",
            "osgi.command.function=list",
            "osgi.command.function=show",
            "osgi.command.function=ids"
        })
public final class IncidentCommands {
    private static final String OPEN = "--open";
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0,
            0,
            Set.of(Arguments.JSON, OPEN),
            "incident:list [--open] [--json]",
            "  Lists the open incidents and the last closed ones, newest first.",
            "  --open   only those that are open");
    private static final Arguments.Usage SHOW = Arguments.Usage.of(
            1,
            1,
            Set.of(Arguments.JSON),
            "incident:show ID [--json]",
            "  Prints the chain of an incident: observation, symptom, diagnosis, plan, action, outcome;",
            "  and whether the hashes of the journal verify. With the feature rag.lucene also what runbooks say about"
                    + " it and",
            "  the incidents most like it.");

    private final Capability<Loop> loop = new Capability<>("loop");
    private final Capability<Journal> journal = new Capability<>("journal");
    private final Capability<Retrieval> retrieval = new Capability<>("retrieval");

    @Activate
    public IncidentCommands() {}

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
    void bindJournal(ServiceReference<Journal> reference, Journal service) {
        journal.bind(reference, service);
    }

    void unbindJournal(ServiceReference<Journal> reference) {
        journal.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRetrieval(ServiceReference<Retrieval> reference, Retrieval service) {
        retrieval.bind(reference, service);
    }

    void unbindRetrieval(ServiceReference<Retrieval> reference) {
        retrieval.unbind(reference);
    }

    @Deactivate
    void close() {
        retrieval.close();
        loop.close();
        journal.close();
    }

    /** Stands for the framework in a test. */
    IncidentCommands with(Optional<Loop> loopService, Optional<Journal> journalService) {
        loopService.ifPresent(loop::with);
        journalService.ifPresent(journal::with);
        return this;
    }

    @Descriptor("lists the open incidents and the last closed ones, newest first")
    public String list(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LIST, given);
        if (arguments.help()) return LIST.help();
        List<Incident> incidents = loop.ask(Loop::incidents).stream()
                .filter(incident -> !arguments.has(OPEN) || incident.open())
                .toList();
        if (arguments.json()) return Documents.incidents(incidents).toString();
        if (incidents.isEmpty()) return arguments.has(OPEN) ? "No incident is open." : "No incident so far.";
        Table table = new Table("INCIDENT", "STATE", "ELEMENT", "CAUSE", "OPENED", "ACTIONS", "NOTE");
        for (Incident incident : incidents)
            table.row(
                    incident.id(),
                    new Table.Cell(incident.state().name(), Chain.colour(incident.state())),
                    incident.element(),
                    incident.diagnosis().cause().map(c -> c.kind().name()).orElse("-"),
                    Words.duration(Duration.between(
                                    incident.opened(), SteadyClock.system().instant())) + " ago",
                    incident.attempts(),
                    incident.note().isEmpty() ? incident.diagnosis().explanation() : incident.note());
        return table.render(Screen.of(session));
    }

    @Descriptor("prints the chain of an incident, from the first observation to the verified repair or the page")
    public String show(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SHOW, given);
        if (arguments.help()) return SHOW.help();
        String id = arguments.word(0);
        List<JournalEntry> entries = journal.ask(j -> j.ofIncident(id));
        if (entries.isEmpty()) throw Words.unknown("incident", id, ids(), "incident:list");
        Journal.Verification verification = journal.ask(Journal::verify);
        return arguments.json()
                ? Documents.chain(id, entries, verification).toString()
                : Chain.render(id, entries, verification, Screen.of(session))
                        + new Precedents(retrieval).of(id, entries);
    }

    /** For completion. */
    @Descriptor("the ids of the open incidents and the last closed ones")
    public List<String> ids() {
        return loop.askIfPresent(Loop::incidents).orElse(List.of()).stream()
                .map(Incident::id)
                .toList();
    }
}
