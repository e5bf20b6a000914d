package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Tracing;
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

/** {@code incident:html}: an incident as one page for a browser. */
@Component(
        service = ReportCommands.class,
        immediate = true,
        property = {"osgi.command.scope=incident", "osgi.command.function=html"})
public final class ReportCommands {
    private static final Arguments.Usage HTML = Arguments.Usage.of(
            0,
            1,
            Set.of(),
            "incident:html [ID]",
            "  Prints an incident as one self-contained page of HTML; without ID the newest one.",
            "  x0 incidents --html FILE [ID] writes it to a file.");

    private final Capability<Loop> loop = new Capability<>("loop");
    private final Capability<Journal> journal = new Capability<>("journal");
    private final Capability<ElementModel> model = new Capability<>("element model");
    private final Capability<Tracing> tracing = new Capability<>("telemetry");

    @Activate
    public ReportCommands() {}

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
    void bindModel(ServiceReference<ElementModel> reference, ElementModel service) {
        model.bind(reference, service);
    }

    void unbindModel(ServiceReference<ElementModel> reference) {
        model.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTracing(ServiceReference<Tracing> reference, Tracing service) {
        tracing.bind(reference, service);
    }

    void unbindTracing(ServiceReference<Tracing> reference) {
        tracing.unbind(reference);
    }

    @Deactivate
    void close() {
        loop.close();
        journal.close();
        model.close();
        tracing.close();
    }

    @Descriptor("prints an incident as one self-contained page of HTML")
    public String html(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(HTML, given);
        if (arguments.help()) return HTML.help();
        List<String> known = loop.askIfPresent(Loop::incidents).orElse(List.of()).stream()
                .map(Incident::id)
                .toList();
        if (arguments.words().isEmpty() && known.isEmpty())
            throw new CommandFailed("There is no incident so far, so there is nothing to report.");
        String id = arguments.words().isEmpty() ? known.getFirst() : arguments.word(0);
        List<JournalEntry> entries = journal.ask(j -> j.ofIncident(id));
        if (entries.isEmpty()) throw Words.unknown("incident", id, known, "incident:list");
        Optional<String> trace =
                entries.stream().flatMap(e -> e.trace().stream()).findFirst();
        List<FinishedSpan> spans =
                trace.flatMap(t -> tracing.askIfPresent(r -> r.recall(t))).orElse(List.of());
        return IncidentPage.of(entries, model.askIfPresent(ElementModel::current), spans, journal.ask(Journal::verify))
                .orElseThrow(
                        () -> new CommandFailed("The journal holds no state of " + id + ", so there is no report."));
    }
}
