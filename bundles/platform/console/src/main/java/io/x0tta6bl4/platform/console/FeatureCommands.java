package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.feature.api.InstalledFeature;
import io.x0tta6bl4.feature.api.InstalledFeature.FeatureBundle;
import jakarta.json.Json;
import jakarta.json.JsonObject;
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

/** {@code feature:…}: what the node consists of. */
@Component(
        service = FeatureCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=feature",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=names"
        })
public final class FeatureCommands {
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0, 0, Set.of("--json"), "feature:list [--json]", "  Lists the features this node was started from.");
    private static final Arguments.Usage INFO = Arguments.Usage.of(
            1,
            1,
            Set.of("--json"),
            "feature:info NAME [--json]",
            "  Shows the bundles and configurations of a feature.");

    private final Capability<Features> features = new Capability<>("knowledge of its features");

    @Activate
    public FeatureCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFeatures(ServiceReference<Features> reference, Features service) {
        features.bind(reference, service);
    }

    void unbindFeatures(ServiceReference<Features> reference) {
        features.unbind(reference);
    }

    @Deactivate
    void close() {
        features.close();
    }

    @Descriptor("lists the features this node was started from")
    public String list(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LIST, given);
        if (arguments.help()) return LIST.help();
        List<InstalledFeature> all = features.ask(Features::list);
        if (arguments.json()) {
            var array = Json.createArrayBuilder();
            all.forEach(feature -> array.add(json(feature)));
            return array.build().toString();
        }
        Table table = new Table("FEATURE", "BUNDLES", "ID", "DESCRIPTION");
        for (InstalledFeature feature : all) {
            long running =
                    feature.bundles().stream().filter(FeatureCommands::runs).count();
            boolean whole = running == feature.bundles().size();
            table.row(
                    feature.name(),
                    new Table.Cell(running + "/" + feature.bundles().size(), whole ? Colour.GREEN : Colour.RED),
                    feature.id(),
                    feature.description());
        }
        return table.render(Screen.of(session));
    }

    @Descriptor("shows the bundles and configurations of a feature")
    public String info(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(INFO, given);
        if (arguments.help()) return INFO.help();
        String name = arguments.word(0);
        InstalledFeature feature = features.ask(f -> f.find(name))
                .orElseThrow(() -> Words.unknown("feature", name, names(), "feature:list"));
        if (arguments.json()) return json(feature).toString();
        Table table = new Table("STATE", "BUNDLE", "VERSION", "COORDINATES");
        for (FeatureBundle bundle : feature.bundles())
            table.row(
                    new Table.Cell(bundle.state(), runs(bundle) ? Colour.GREEN : Colour.YELLOW),
                    bundle.symbolicName(),
                    bundle.version(),
                    bundle.id());
        return feature.name() + "  " + feature.id() + "\n" + feature.description() + "\n\n"
                + table.render(Screen.of(session)) + "\n\nConfigurations: "
                + (feature.configurations().isEmpty() ? "none" : String.join(", ", feature.configurations()));
    }

    /** For completion. */
    @Descriptor("the names of all features")
    public List<String> names() {
        return features.askIfPresent(Features::list).orElse(List.of()).stream()
                .map(InstalledFeature::name)
                .toList();
    }

    private static boolean runs(FeatureBundle bundle) {
        return bundle.state().equals("Active") || bundle.state().equals("Lazy");
    }

    private static JsonObject json(InstalledFeature feature) {
        var bundles = Json.createArrayBuilder();
        for (FeatureBundle bundle : feature.bundles())
            bundles.add(Json.createObjectBuilder()
                    .add("id", bundle.id())
                    .add("symbolicName", bundle.symbolicName())
                    .add("version", bundle.version())
                    .add("state", bundle.state()));
        return Json.createObjectBuilder()
                .add("id", feature.id())
                .add("name", feature.name())
                .add("description", feature.description())
                .add("bundles", bundles)
                .add("configurations", Json.createArrayBuilder(feature.configurations()))
                .build();
    }
}
