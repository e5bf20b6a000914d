package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.keystore.api.Sealer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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

/** {@code keystore:…}: what is kept, without showing it, and the generations of the sealing key. */
@Component(
        service = KeyStoreCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=keystore",
            "osgi.command.function=list",
            "osgi.command.function=remove",
            "osgi.command.function=generations",
            "osgi.command.function=rotate",
            "osgi.command.function=retire",
            "osgi.command.function=rekey",
            "osgi.command.function=names"
        })
public final class KeyStoreCommands {
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0, 0, Set.of("--json"), "keystore:list [--json]", "  Lists the secrets by name; never shows one.");
    private static final Arguments.Usage REMOVE =
            Arguments.Usage.of(1, 1, Set.of(), "keystore:remove NAME", "  Forgets a secret for good.");
    private static final Arguments.Usage GENERATIONS = Arguments.Usage.of(
            0, 0, Set.of("--json"), "keystore:generations [--json]", "  Lists the generations of the sealing key.");
    private static final Arguments.Usage ROTATE = Arguments.Usage.of(
            0, 0, Set.of(), "keystore:rotate", "  Begins a generation; the ones before go on opening.");
    private static final Arguments.Usage RETIRE = Arguments.Usage.of(
            1, 1, Set.of(), "keystore:retire NUMBER", "  Forgets a generation; what it sealed never opens again.");
    private static final Arguments.Usage REKEY = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "keystore:rekey FILE",
            "  Encrypts the store for the passphrase in FILE, an absolute path on the node.",
            "  Configure passphrase.file with it before the next start.");

    private final Capability<KeyStore> keys = new Capability<>("key store");
    private final Capability<Sealer> sealer = new Capability<>("sealer");

    @Activate
    public KeyStoreCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindKeys(ServiceReference<KeyStore> reference, KeyStore service) {
        keys.bind(reference, service);
    }

    void unbindKeys(ServiceReference<KeyStore> reference) {
        keys.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSealer(ServiceReference<Sealer> reference, Sealer service) {
        sealer.bind(reference, service);
    }

    void unbindSealer(ServiceReference<Sealer> reference) {
        sealer.unbind(reference);
    }

    @Deactivate
    void close() {
        keys.close();
        sealer.close();
    }

    /** What the store refuses, the command fails with. */
    private static <R> R orFail(Supplier<R> body) {
        try {
            return body.get();
        } catch (KeyStoreException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    @Descriptor("lists the secrets of the key store by name")
    public String list(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LIST, given);
        if (arguments.help()) return LIST.help();
        List<KeyStore.Entry> entries = orFail(() -> keys.ask(KeyStore::entries));
        JsonArrayBuilder array = Json.createArrayBuilder();
        Table table = new Table("NAME", "OCTETS", "SINCE");
        for (KeyStore.Entry entry : entries) {
            table.row(entry.name(), entry.octets(), entry.since());
            array.add(Json.createObjectBuilder()
                    .add("name", entry.name())
                    .add("octets", entry.octets())
                    .add("since", entry.since().toString()));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    /** For completion. */
    @Descriptor("the names of the secrets")
    public List<String> names() {
        return orFail(() -> keys.askIfPresent(KeyStore::entries).orElse(List.of())).stream()
                .map(KeyStore.Entry::name)
                .toList();
    }

    @Descriptor("forgets a secret for good")
    public String remove(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(REMOVE, given);
        if (arguments.help()) return REMOVE.help();
        String name = arguments.word(0);
        if (!orFail(() -> keys.ask(store -> store.remove(name))))
            throw Words.unknown("secret", name, names(), "keystore:list");
        return "Removed " + name + ".";
    }

    @Descriptor("lists the generations of the sealing key")
    public String generations(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(GENERATIONS, given);
        if (arguments.help()) return GENERATIONS.help();
        List<Sealer.Generation> generations = orFail(() -> sealer.ask(Sealer::generations));
        JsonArrayBuilder array = Json.createArrayBuilder();
        Table table = new Table("GENERATION", "DOES", "SINCE");
        for (Sealer.Generation generation : generations) {
            table.row(generation.number(), generation.seals() ? "seals and opens" : "opens", generation.since());
            array.add(Json.createObjectBuilder()
                    .add("generation", generation.number())
                    .add("seals", generation.seals())
                    .add("since", generation.since().toString()));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    @Descriptor("begins a generation of the sealing key; the ones before go on opening")
    public String rotate(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(ROTATE, given);
        if (arguments.help()) return ROTATE.help();
        return "Generation " + orFail(() -> sealer.ask(Sealer::rotate)) + " seals now; the ones before go on opening.";
    }

    @Descriptor("forgets a generation of the sealing key; what it sealed never opens again")
    public String retire(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RETIRE, given);
        if (arguments.help()) return RETIRE.help();
        String word = arguments.word(0);
        if (!word.matches("\\d{1,9}")) throw new CommandFailed("'" + word + "' is no number; use " + RETIRE.form());
        return orFail(() -> sealer.ask(s -> {
            s.retire(Integer.parseInt(word));
            return "Generation " + word + " is retired.";
        }));
    }

    @Descriptor("encrypts the key store for another passphrase")
    public String rekey(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(REKEY, given);
        if (arguments.help()) return REKEY.help();
        Path file = Path.of(arguments.word(0));
        if (!file.isAbsolute()) throw new CommandFailed("'" + file + "' is not absolute; use " + REKEY.form());
        return orFail(() -> keys.ask(store -> {
            store.rekey(file);
            return "The key store is encrypted for the passphrase in " + file
                    + "; configure passphrase.file with it before the next start.";
        }));
    }
}
