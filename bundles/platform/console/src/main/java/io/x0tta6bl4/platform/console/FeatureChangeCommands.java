package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.ChangeRequest.Kind;
import io.x0tta6bl4.feature.api.ChangeRequest.Option;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.FeatureChanges;
import jakarta.json.Json;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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

/** {@code feature:…}: plans and carries out changes of what the node consists of. */
@Component(
        service = FeatureChangeCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=feature",
            "osgi.command.function=plan",
            "osgi.command.function=install",
            "osgi.command.function=update",
            "osgi.command.function=uninstall",
            "osgi.command.function=revert",
            "osgi.command.function=history"
        })
public final class FeatureChangeCommands {
    private static final Set<String> OPTIONS =
            Set.of("--json", "--offline", "--downgrade", "--again", "--deadline=", "--why=");
    private static final String OPTION_WORDS = """
        --offline       look for artifacts on this machine only
        --deadline=30s  until when the change has to be proven good, else it is taken back; 1s to 10m
        --why=WORDS     the reason, for the journal
        --again         offer once more what was taken back as bad
        --downgrade     take an older version; on a lab node only
        --json          for programs\
        """.stripIndent();

    private static final Arguments.Usage PLAN = usage(
            1,
            2,
            "feature:plan [install|update|uninstall|revert] SOURCE|NAME",
            "  Shows exactly what the change would do to bundles, components and services. Touches nothing.");
    private static final Arguments.Usage INSTALL = usage(
            1,
            1,
            "feature:install SOURCE",
            "  Installs a feature, all or nothing. SOURCE is a feature file, a directory with one, a name of the"
                    + " distribution or Maven coordinates.");
    private static final Arguments.Usage UPDATE =
            usage(1, 1, "feature:update SOURCE", "  Puts a feature in the place of the one of the same name.");
    private static final Arguments.Usage UNINSTALL =
            usage(1, 1, "feature:uninstall NAME", "  Takes a feature away, with the bundles that no other one wants.");
    private static final Arguments.Usage REVERT =
            usage(0, 1, "feature:revert [NAME]", "  Goes back to what the node consisted of before the last change.");
    private static final Arguments.Usage HISTORY = Arguments.Usage.of(
            0, 0, Set.of("--json"), "feature:history [--json]", "  Lists the changes of this node, the newest first.");

    private final Capability<FeatureChanges> changes = new Capability<>("hands to change its features");

    @Activate
    public FeatureChangeCommands() {}

    private static Arguments.Usage usage(int fewest, int most, String form, String what) {
        return Arguments.Usage.of(fewest, most, OPTIONS, form + " [OPTIONS]", what, OPTION_WORDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindChanges(ServiceReference<FeatureChanges> reference, FeatureChanges service) {
        changes.bind(reference, service);
    }

    void unbindChanges(ServiceReference<FeatureChanges> reference) {
        changes.unbind(reference);
    }

    @Deactivate
    void close() {
        changes.close();
    }

    @Descriptor("shows exactly what a change of a feature would do")
    public String plan(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(PLAN, given);
        if (arguments.help()) return PLAN.help();
        ChangePlan plan = plan(session, arguments);
        String text =
                arguments.json() ? FeatureWords.json(plan).toString() : FeatureWords.plan(plan, Screen.of(session));
        if (!plan.possible()) throw new CommandFailed(text);
        return text;
    }

    private ChangePlan plan(CommandSession session, Arguments arguments) {
        String first = arguments.word(0);
        for (Kind kind : Kind.values())
            if (kind.name().toLowerCase(Locale.ROOT).equals(first)) {
                String subject = arguments.words().size() > 1 ? arguments.word(1) : "";
                ChangeRequest request = request(session, kind, subject, arguments);
                return changes.ask(c -> c.plan(request));
            }
        if (arguments.words().size() > 1)
            throw new CommandFailed("'" + first + "' is none of install, update, uninstall, revert");
        ChangeRequest install = request(session, Kind.INSTALL, first, arguments);
        ChangePlan plan = changes.ask(c -> c.plan(install));
        if (plan.from().isEmpty()) return plan;
        ChangeRequest update = request(session, Kind.UPDATE, first, arguments);
        return changes.ask(c -> c.plan(update));
    }

    @Descriptor("installs a feature, all or nothing")
    public String install(CommandSession session, String[] given) {
        return change(session, INSTALL, Kind.INSTALL, given);
    }

    @Descriptor("puts a feature in the place of the one of the same name, all or nothing")
    public String update(CommandSession session, String[] given) {
        return change(session, UPDATE, Kind.UPDATE, given);
    }

    @Descriptor("takes a feature away, all or nothing")
    public String uninstall(CommandSession session, String[] given) {
        return change(session, UNINSTALL, Kind.UNINSTALL, given);
    }

    @Descriptor("goes back to what the node consisted of before the last change")
    public String revert(CommandSession session, String[] given) {
        return change(session, REVERT, Kind.REVERT, given);
    }

    private String change(CommandSession session, Arguments.Usage usage, Kind kind, String[] given) {
        Arguments arguments = Arguments.parse(usage, given);
        if (arguments.help()) return usage.help();
        String subject = arguments.words().isEmpty() ? "" : arguments.word(0);
        ChangeRequest request = request(session, kind, subject, arguments);
        ChangeOutcome outcome = changes.ask(c -> c.apply(request));
        String text = arguments.json()
                ? FeatureWords.json(outcome).toString()
                : FeatureWords.outcome(outcome, Screen.of(session));
        if (!(outcome instanceof ChangeOutcome.Applied)) throw new CommandFailed(text);
        return text;
    }

    private static ChangeRequest request(CommandSession session, Kind kind, String subject, Arguments arguments) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        for (Option option : Option.values())
            if (arguments.has("--" + option.name().toLowerCase(Locale.ROOT))) options.add(option);
        Duration deadline =
                arguments.value("--deadline=").map(Words::parseDuration).orElse(ChangeRequest.DEFAULT_DEADLINE);
        String why = arguments.value("--why=").orElse("");
        try {
            return new ChangeRequest(kind, subject, Operators.of(session), why, deadline, options);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    @Descriptor("lists the changes of this node, the newest first")
    public String history(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(HISTORY, given);
        if (arguments.help()) return HISTORY.help();
        List<FeatureChange> all = changes.ask(FeatureChanges::history);
        if (arguments.json()) {
            var array = Json.createArrayBuilder();
            all.forEach(change -> array.add(FeatureWords.json(change)));
            return array.build().toString();
        }
        if (all.isEmpty()) return "Nothing was changed on this node.";
        return FeatureWords.history(all, Screen.of(session));
    }
}
