package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.policy.api.Explanation;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.PolicyEngine;
import io.x0tta6bl4.policy.api.PolicyStatus;
import io.x0tta6bl4.policy.api.Request;
import io.x0tta6bl4.policy.api.Rule;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
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

/** {@code policy:…}: who may do what on what, and why. */
@Component(
        service = PolicyCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=policy",
            "osgi.command.function=list",
            "osgi.command.function=check",
            "osgi.command.function=explain",
            "osgi.command.function=reload"
        })
public final class PolicyCommands {
    private static final Arguments.Usage LIST = Arguments.Usage.of(
            0, 0, Set.of("--json"), "policy:list [--json]", "  Shows the policy in force: file, version, every rule.");
    private static final Arguments.Usage CHECK = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "policy:check FILE",
            "  Says what is wrong with a policy file, an absolute path on the node, line by line. Changes nothing.");
    private static final Arguments.Usage EXPLAIN = Arguments.Usage.of(
            2,
            3,
            Set.of("--json"),
            "policy:explain [WHO] ACTION TARGET [--json]",
            "  Decides without doing: says yes or no, and how far every rule applies. WHO is you unless given.",
            "  For example: policy:explain run command:keystore:rotate",
            "               policy:explain spiffe://x0.local/loop process.restart element:web");
    private static final Arguments.Usage RELOAD = Arguments.Usage.of(
            0, 0, Set.of(), "policy:reload", "  Reads the file again now. A file that cannot be used changes nothing.");

    private final Capability<PolicyEngine> engine = new Capability<>("policy engine");

    @Activate
    public PolicyCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(ServiceReference<PolicyEngine> reference, PolicyEngine service) {
        engine.bind(reference, service);
    }

    void unbindEngine(ServiceReference<PolicyEngine> reference) {
        engine.unbind(reference);
    }

    @Deactivate
    void close() {
        engine.close();
    }

    /** Stands for the framework in a test. */
    PolicyCommands with(PolicyEngine service) {
        engine.with(service);
        return this;
    }

    @Descriptor("shows the policy in force: file, version, every rule")
    public String list(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(LIST, given);
        if (arguments.help()) return LIST.help();
        PolicyStatus status = engine.ask(PolicyEngine::status);
        if (arguments.json()) return json(status).toString();
        Table table = new Table("LINE", "WHO", "ACTION", "TARGET", "EFFECT");
        for (Rule rule : status.rules()) table.row(rule.line(), rule.who(), rule.action(), rule.target(), effect(rule));
        return head(status) + "\n\n" + table.render(Screen.of(session));
    }

    private static Table.Cell effect(Rule rule) {
        return new Table.Cell(rule.allows() ? "allow" : "deny", rule.allows() ? Colour.GREEN : Colour.RED);
    }

    private static String head(PolicyStatus status) {
        return String.join(
                "\n",
                "file       " + status.file(),
                "version    " + (status.version().isEmpty() ? "none, so nothing is allowed" : status.version()),
                "problem    " + (status.problem().isEmpty() ? "none" : status.problem()),
                "decisions  " + status.decisions() + "; cached " + status.cached() + "; refused " + status.refused());
    }

    private static jakarta.json.JsonObject json(PolicyStatus status) {
        JsonArrayBuilder rules = Json.createArrayBuilder();
        status.rules().forEach(rule -> rules.add(json(rule)));
        return Json.createObjectBuilder()
                .add("engine", status.engine())
                .add("file", status.file())
                .add("version", status.version())
                .add("problem", status.problem())
                .add("decisions", status.decisions())
                .add("cached", status.cached())
                .add("refused", status.refused())
                .add("rules", rules)
                .build();
    }

    private static JsonObjectBuilder json(Rule rule) {
        return Json.createObjectBuilder()
                .add("line", rule.line())
                .add("who", rule.who())
                .add("action", rule.action())
                .add("target", rule.target())
                .add("allows", rule.allows());
    }

    @Descriptor("says what is wrong with a policy file, line by line; changes nothing")
    public String check(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(CHECK, given);
        if (arguments.help()) return CHECK.help();
        Path file = Path.of(arguments.word(0));
        if (!file.isAbsolute()) throw new CommandFailed("'" + file + "' is not absolute; use " + CHECK.form());
        List<String> findings = engine.ask(e -> e.check(file));
        if (!findings.isEmpty()) throw new CommandFailed(String.join("\n", findings));
        return file + " can be used.";
    }

    @Descriptor("decides without doing: says yes or no, and how far every rule applies")
    public String explain(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(EXPLAIN, given);
        if (arguments.help()) return EXPLAIN.help();
        List<String> words = arguments.words();
        int shift = words.size() - 2;
        Request request = new Request(
                shift == 1 ? words.getFirst() : LocalIdentity.owner(), words.get(shift), words.get(shift + 1));
        Explanation explained = engine.ask(e -> e.explain(request));
        return arguments.json() ? json(request, explained) : text(request, explained, Screen.of(session));
    }

    private static String text(Request request, Explanation explained, Screen screen) {
        boolean allowed = explained.decision().allowed();
        Table table = new Table("LINE", "WHO", "ACTION", "TARGET", "EFFECT", "APPLIES");
        for (Explanation.Step step : explained.rules())
            table.row(
                    step.rule().line(),
                    mark(step.who(), step.rule().who()),
                    mark(step.action(), step.rule().action()),
                    mark(step.target(), step.rule().target()),
                    effect(step.rule()),
                    step.applies() ? "yes" : "no");
        return screen.paint(allowed ? "ALLOWED" : "DENIED", allowed ? Colour.GREEN : Colour.RED) + ": " + request
                + "\n  " + explained.decision().reason() + " (version " + explained.version() + ")\n\n"
                + table.render(screen);
    }

    private static String mark(boolean fits, String word) {
        return (fits ? "= " : "! ") + word;
    }

    private static String json(Request request, Explanation explained) {
        JsonArrayBuilder steps = Json.createArrayBuilder();
        explained.rules().forEach(step -> steps.add(json(step.rule()).add("applies", step.applies())));
        return Json.createObjectBuilder()
                .add("who", request.who())
                .add("action", request.action())
                .add("target", request.target())
                .add("allowed", explained.decision().allowed())
                .add("reason", explained.decision().reason())
                .add("version", explained.version())
                .add("rules", steps)
                .build()
                .toString();
    }

    @Descriptor("reads the policy file again now")
    public String reload(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RELOAD, given);
        if (arguments.help()) return RELOAD.help();
        try {
            PolicyStatus status = engine.ask(PolicyEngine::reload);
            return "Version " + status.version() + " of " + status.file() + " is in force: "
                    + status.rules().size() + " rules.";
        } catch (IllegalArgumentException refused) {
            throw new CommandFailed(refused.getMessage());
        }
    }
}
