package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
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

/** {@code identity:…}: who this node is, whom it believes, and what it vouched for. */
@Component(
        service = IdentityCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=identity",
            "osgi.command.function=show",
            "osgi.command.function=renew",
            "osgi.command.function=svids",
            "osgi.command.function=bundle",
            "osgi.command.function=domains"
        })
public final class IdentityCommands {
    private static final Arguments.Usage SHOW =
            Arguments.Usage.of(0, 0, Set.of("--json"), "identity:show [--json]", "  Shows who this node is.");
    private static final Arguments.Usage RENEW =
            Arguments.Usage.of(0, 0, Set.of(), "identity:renew", "  Renews the SVID of this node now.");
    private static final Arguments.Usage SVIDS = Arguments.Usage.of(
            0, 0, Set.of("--json"), "identity:svids [--json]", "  Lists what this node issued and has not expired.");
    private static final Arguments.Usage BUNDLE = Arguments.Usage.of(
            0,
            1,
            Set.of("--json"),
            "identity:bundle [DOMAIN] [--json]",
            "  Shows whom this node believes; DOMAIN is its own trust domain unless another one is given.",
            "  --json   the bundle as it is published, for bundles/DOMAIN.json of another node");

    private final Capability<SvidSource> svids = new Capability<>("identity");
    private final Capability<BundleSource> bundles = new Capability<>("trust bundles");
    private final Capability<Authority> authority = new Capability<>("authority");

    @Activate
    public IdentityCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        svids.bind(reference, service);
    }

    void unbindSvids(ServiceReference<SvidSource> reference) {
        svids.unbind(reference);
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
    void bindAuthority(ServiceReference<Authority> reference, Authority service) {
        authority.bind(reference, service);
    }

    void unbindAuthority(ServiceReference<Authority> reference) {
        authority.unbind(reference);
    }

    @Deactivate
    void close() {
        svids.close();
        bundles.close();
        authority.close();
    }

    /** What identity refuses, the command fails with. */
    static <R> R orFail(Supplier<R> body) {
        try {
            return body.get();
        } catch (IdentityException | IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    @Descriptor("shows who this node is")
    public String show(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SHOW, given);
        if (arguments.help()) return SHOW.help();
        Optional<String> trouble = svids.ask(SvidSource::trouble);
        X509Svid svid = svids.ask(SvidSource::svid)
                .orElseThrow(() -> new CommandFailed("This node has no identity now: "
                        + trouble.orElse("none was issued yet; try again in a second")));
        String serial = svid.leaf().getSerialNumber().toString(16);
        if (arguments.json()) {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("id", svid.id().toString())
                    .add("serial", serial)
                    .add("from", svid.notBefore().toString())
                    .add("expires", svid.expires().toString());
            trouble.ifPresent(what -> json.add("trouble", what));
            return json.build().toString();
        }
        return "id       " + svid.id() + "\nserial   " + serial + "\nfrom     " + svid.notBefore() + "\nexpires  "
                + svid.expires() + trouble.map(what -> "\ntrouble  " + what).orElse("");
    }

    @Descriptor("renews the SVID of this node now")
    public String renew(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RENEW, given);
        if (arguments.help()) return RENEW.help();
        X509Svid renewed = orFail(() -> svids.ask(SvidSource::renew));
        return "Renewed " + renewed.id() + "; it expires at " + renewed.expires() + ".";
    }

    @Descriptor("lists what this node issued and has not expired")
    public String svids(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SVIDS, given);
        if (arguments.help()) return SVIDS.help();
        JsonArrayBuilder array = Json.createArrayBuilder();
        Table table = new Table("ID", "KIND", "KEY", "EXPIRES", "REFERENCE");
        for (Authority.Issued issued : orFail(() -> authority.ask(Authority::issued))) {
            table.row(issued.id(), issued.kind(), issued.key(), issued.expires(), issued.reference());
            array.add(Json.createObjectBuilder()
                    .add("id", issued.id().toString())
                    .add("kind", issued.kind())
                    .add("key", issued.key())
                    .add("issued", issued.issued().toString())
                    .add("expires", issued.expires().toString())
                    .add("reference", issued.reference()));
        }
        return arguments.json() ? array.build().toString() : table.render(Screen.of(session));
    }

    @Descriptor("shows whom this node believes")
    public String bundle(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(BUNDLE, given);
        if (arguments.help()) return BUNDLE.help();
        TrustDomain domain = arguments.words().isEmpty()
                ? bundles.ask(BundleSource::trustDomain)
                : orFail(() -> new TrustDomain(arguments.word(0)));
        TrustBundle bundle = bundles.ask(source -> source.bundle(domain))
                .orElseThrow(() -> Words.unknown("bundle of", domain.name(), domains(), "identity:domains"));
        if (arguments.json()) return BundleDocument.write(bundle);
        Table table = new Table("AUTHORITY", "ALGORITHM", "EXPIRES");
        for (X509Certificate root : bundle.x509Authorities())
            table.row(
                    root.getSubjectX500Principal().toString(),
                    root.getPublicKey().getAlgorithm(),
                    root.getNotAfter().toInstant());
        bundle.jwtAuthorities().forEach((id, key) -> table.row("tokens " + id, key.getAlgorithm(), "with its bundle"));
        return table.render(Screen.of(session));
    }

    @Descriptor("the trust domains that this node believes")
    public List<String> domains() {
        return bundles.askIfPresent(BundleSource::bundles).orElse(List.of()).stream()
                .map(bundle -> bundle.trustDomain().name())
                .toList();
    }
}
