package io.x0tta6bl4.platform.console;

import static io.x0tta6bl4.platform.console.IdentityCommands.orFail;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.PemFiles;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Path;
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

/** {@code identity:…} for those who vouch: issuing by hand, judging a token, and the keys of the authority. */
@Component(
        service = AuthorityCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=identity",
            "osgi.command.function=issue",
            "osgi.command.function=token",
            "osgi.command.function=validate",
            "osgi.command.function=keys",
            "osgi.command.function=prepare",
            "osgi.command.function=activate",
            "osgi.command.function=retire"
        })
public final class AuthorityCommands {
    private static final String FOR = "--for=";
    private static final String FORCE = "--force";
    private static final Arguments.Usage ISSUE = Arguments.Usage.of(
            2,
            2,
            Set.of(FOR),
            "identity:issue ID FOLDER [--for=1h]",
            "  Issues an X509-SVID and writes svid.pem, key.pem and bundle.pem to FOLDER, an absolute path on the"
                    + " node.",
            "  ID is a SPIFFE ID of the node's trust domain, or its path alone.");
    private static final Arguments.Usage TOKEN = Arguments.Usage.of(
            2,
            2,
            Set.of(FOR),
            "identity:token ID AUDIENCE [--for=5m]",
            "  Issues a JWT-SVID and prints it; whoever has it is believed.");
    private static final Arguments.Usage VALIDATE = Arguments.Usage.of(
            2, 2, Set.of(), "identity:validate TOKEN AUDIENCE", "  Judges a JWT-SVID that was shown to AUDIENCE.");
    private static final Arguments.Usage KEYS =
            Arguments.Usage.of(0, 0, Set.of("--json"), "identity:keys [--json]", "  Lists the keys of the authority.");
    private static final Arguments.Usage PREPARE = Arguments.Usage.of(
            0, 0, Set.of(), "identity:prepare", "  Publishes a new key of the authority; it does not sign yet.");
    private static final Arguments.Usage ACTIVATE = Arguments.Usage.of(
            1,
            1,
            Set.of(FORCE),
            "identity:activate NUMBER [--force]",
            "  Lets a prepared key sign; those before go on being believed.",
            "  --force   before it was published for the overlap");
    private static final Arguments.Usage RETIRE = Arguments.Usage.of(
            1,
            1,
            Set.of(FORCE),
            "identity:retire NUMBER [--force]",
            "  Takes a key out of the bundle; whatever it signed is refused from then on.",
            "  --force   also while what it signed may be valid: revokes all of that");

    private final Capability<Authority> authority = new Capability<>("authority");
    private final Capability<BundleSource> bundles = new Capability<>("trust bundles");
    private final Capability<JwtSource> tokens = new Capability<>("source of tokens");

    @Activate
    public AuthorityCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAuthority(ServiceReference<Authority> reference, Authority service) {
        authority.bind(reference, service);
    }

    void unbindAuthority(ServiceReference<Authority> reference) {
        authority.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTokens(ServiceReference<JwtSource> reference, JwtSource service) {
        tokens.bind(reference, service);
    }

    void unbindTokens(ServiceReference<JwtSource> reference) {
        tokens.unbind(reference);
    }

    @Deactivate
    void close() {
        authority.close();
        bundles.close();
        tokens.close();
    }

    private SpiffeId id(String word) {
        TrustDomain own = authority.ask(Authority::trustDomain);
        return orFail(() -> word.startsWith("/") ? new SpiffeId(own, word) : SpiffeId.parse(word));
    }

    private static Optional<Duration> lifetime(Arguments arguments) {
        return arguments.value(FOR).map(Words::parseDuration);
    }

    @Descriptor("issues an X509-SVID into files")
    public String issue(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(ISSUE, given);
        if (arguments.help()) return ISSUE.help();
        Path folder = Path.of(arguments.word(1));
        if (!folder.isAbsolute()) throw new CommandFailed("'" + folder + "' is not absolute; use " + ISSUE.form());
        X509Svid svid = orFail(() -> authority.ask(a -> a.issue(id(arguments.word(0)), lifetime(arguments))));
        try {
            PemFiles.write(
                    folder.resolve("svid.pem"), svid, bundles.ask(source -> source.bundle(source.trustDomain())));
        } catch (IOException e) {
            throw new CommandFailed("could not write to " + folder + ": " + e);
        }
        return "Issued " + svid.id() + " until " + svid.expires() + " into " + folder
                + ": svid.pem, key.pem, bundle.pem.";
    }

    @Descriptor("issues a JWT-SVID")
    public String token(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(TOKEN, given);
        if (arguments.help()) return TOKEN.help();
        Set<String> audience = Set.of(arguments.word(1));
        SpiffeId id = id(arguments.word(0));
        return orFail(() -> authority.ask(a -> a.issueJwt(id, audience, lifetime(arguments))))
                .token();
    }

    @Descriptor("judges a JWT-SVID")
    public String validate(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(VALIDATE, given);
        if (arguments.help()) return VALIDATE.help();
        return switch (tokens.ask(source -> source.validate(arguments.word(0), arguments.word(1)))) {
            case JwtVerdict.Accepted accepted -> accepted.id() + " until " + accepted.expires();
            case JwtVerdict.Refused refused ->
                throw new CommandFailed("Refused, " + refused.reason() + ": " + refused.detail());
        };
    }

    @Descriptor("lists the keys of the authority")
    public String keys(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(KEYS, given);
        if (arguments.help()) return KEYS.help();
        List<Authority.Key> keys = orFail(() -> authority.ask(Authority::keys));
        JsonArrayBuilder array = Json.createArrayBuilder();
        Table table = new Table("KEY", "ALGORITHM", "STATE", "SINCE", "EXPIRES");
        for (Authority.Key key : keys) {
            table.row(key.number(), key.algorithm(), key.state(), key.since(), key.expires());
            array.add(Json.createObjectBuilder()
                    .add("key", key.number())
                    .add("algorithm", key.algorithm())
                    .add("state", key.state().name())
                    .add("since", key.since().toString())
                    .add("expires", key.expires().toString()));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    @Descriptor("publishes a new key of the authority")
    public String prepare(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(PREPARE, given);
        if (arguments.help()) return PREPARE.help();
        int number = orFail(() -> authority.ask(Authority::prepare));
        return "Key " + number + " is published; it signs after identity:activate " + number + ".";
    }

    @Descriptor("lets a prepared key of the authority sign")
    public String activate(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(ACTIVATE, given);
        if (arguments.help()) return ACTIVATE.help();
        int number = number(arguments, ACTIVATE);
        return orFail(() -> authority.ask(a -> {
            a.activate(number, arguments.has(FORCE));
            return "Key " + number + " signs now.";
        }));
    }

    @Descriptor("takes a key of the authority out of the bundle")
    public String retire(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RETIRE, given);
        if (arguments.help()) return RETIRE.help();
        int number = number(arguments, RETIRE);
        return orFail(() -> authority.ask(a -> {
            a.retire(number, arguments.has(FORCE));
            return "Key " + number + " is out of the bundle; whatever it signed is refused.";
        }));
    }

    private static int number(Arguments arguments, Arguments.Usage usage) {
        String word = arguments.word(0);
        if (!word.matches("\\d{1,9}")) throw new CommandFailed("'" + word + "' is no number; use " + usage.form());
        return Integer.parseInt(word);
    }
}
