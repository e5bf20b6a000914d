package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
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

/** {@code journal:…}: whether the chain of hashes is whole, and what stands in it that belongs to no incident. */
@Component(
        service = JournalCommands.class,
        immediate = true,
        property = {"osgi.command.scope=journal", "osgi.command.function=notes", "osgi.command.function=verify"})
public final class JournalCommands {
    private static final Arguments.Usage VERIFY = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "journal:verify [--json]",
            "  Recomputes the whole chain of hashes of the journal. Fails when it is broken.");

    private static final Arguments.Usage NOTES = Arguments.Usage.of(
            0,
            0,
            Set.of("--last=", "--json"),
            "journal:notes [--last=50] [--json]",
            "  Lists what was noted outside of incidents, the newest last: refusals of policy and of the secure"
                    + " channel,",
            "  changes of the policy. Looks at the last 10,000 entries.");
    private static final int SHOWN = 50;
    private static final int SHOWN_LIMIT = 1_000;
    private static final int LOOKED_AT = 10_000;

    private final Capability<Journal> journal = new Capability<>("journal");

    @Activate
    public JournalCommands() {}

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

    @Deactivate
    void close() {
        journal.close();
    }

    @Descriptor("recomputes the chain of hashes of the journal; fails when it is broken")
    public String verify(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(VERIFY, given);
        if (arguments.help()) return VERIFY.help();
        Journal.Verification found = journal.ask(Journal::verify);
        String text = arguments.json()
                ? Json.createObjectBuilder()
                        .add("intact", found.intact())
                        .add("entries", found.entries())
                        .add("detail", found.detail())
                        .build()
                        .toString()
                : (found.intact() ? "The chain is whole: " : "THE CHAIN IS BROKEN: ") + found.entries()
                        + " entries checked, " + found.detail();
        if (!found.intact()) throw new CommandFailed(text);
        return text;
    }

    @Descriptor("lists what was noted outside of incidents, such as refusals; the newest last")
    public String notes(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(NOTES, given);
        if (arguments.help()) return NOTES.help();
        int last = arguments.value("--last=").map(JournalCommands::count).orElse(SHOWN);
        List<JournalEntry> notes = journal.ask(j -> j.read(Math.max(1, j.last() - LOOKED_AT + 1), LOOKED_AT)).stream()
                .filter(e -> e.record() instanceof JournalRecord.Noted noted
                        && noted.incident().isEmpty())
                .toList();
        List<JournalEntry> shown = notes.subList(Math.max(0, notes.size() - last), notes.size());
        if (arguments.json()) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            for (JournalEntry e : shown)
                array.add(Json.createObjectBuilder()
                        .add("sequence", e.sequence())
                        .add("at", e.at().toString())
                        .add(
                                "element",
                                ((JournalRecord.Noted) e.record()).element().toString())
                        .add("what", ((JournalRecord.Noted) e.record()).what()));
            return array.build().toString();
        }
        Table table = new Table("ENTRY", "AT", "WHAT");
        for (JournalEntry e : shown) table.row(e.sequence(), e.at(), ((JournalRecord.Noted) e.record()).what());
        return table.render(Screen.of(session));
    }

    private static int count(String word) {
        if (word.matches("[1-9][0-9]{0,3}") && Integer.parseInt(word) <= SHOWN_LIMIT) return Integer.parseInt(word);
        throw new CommandFailed(
                "'" + word + "' is no number of notes from 1 to " + SHOWN_LIMIT + "; use " + NOTES.form());
    }
}
