package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import jakarta.json.Json;
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

/** {@code journal:verify}: whether the chain of hashes is whole. */
@Component(
        service = JournalCommands.class,
        immediate = true,
        property = {"osgi.command.scope=journal", "osgi.command.function=verify"})
public final class JournalCommands {
    private static final Arguments.Usage VERIFY = Arguments.Usage.of(
            0,
            0,
            Set.of("--json"),
            "journal:verify [--json]",
            "  Recomputes the whole chain of hashes of the journal. Fails when it is broken.");

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
}
