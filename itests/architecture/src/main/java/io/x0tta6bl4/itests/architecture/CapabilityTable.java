package io.x0tta6bl4.itests.architecture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may know whom: the one table. A module may use itself, and of the others only the apis listed for it; nobody may use
 * a provider, a stub, readiness, the keeper or the console.
 */
public final class CapabilityTable {
    private static final Pattern MODULE = Pattern.compile(
            "io\\.x0tta6bl4\\.([a-z]+)\\.(api|stub|readiness|console|keeper|provider\\.[a-z0-9]+)(?:[.$].*)?");
    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    static {
        allow("platform.api");
        allow("platform.readiness", "platform", "feature", "policy", "telemetry");
        allow(
                "platform.console",
                "platform",
                "feature",
                "knowledge",
                "monitor",
                "loop",
                "pqc",
                "keystore",
                "identity",
                "ml",
                "rag",
                "policy",
                "channel",
                "telemetry");
        allow("platform.keeper", "platform");
        allow("feature.api");
        allow("feature.provider", "platform", "feature", "knowledge");
        allow("knowledge.api");
        allow("knowledge.provider", "platform", "knowledge");
        for (String phase : new String[] {"monitor", "analyze", "plan", "execute"}) {
            allow(phase + ".api", "knowledge");
            allow(phase + ".provider", "platform", "knowledge", phase);
            allow(phase + ".stub", "platform", "knowledge", phase);
        }
        // Changes of features are observed as elements, and taken back as actions. Who may tell the node something is
        // policy. What is asked, called and started for an incident is told its place in the trace.
        // What the trust of the node rests on is watched, and SVIDs are renewed.
        allow(
                "monitor.provider",
                "platform",
                "knowledge",
                "monitor",
                "feature",
                "policy",
                "identity",
                "keystore",
                "channel",
                "kubernetes",
                "telemetry");
        allow("execute.provider", "platform", "knowledge", "execute", "feature", "identity", "kubernetes", "telemetry");
        allow("kubernetes.api");
        // The learned voice about a cause asks models; the other analysers have no use for them.
        allow("analyze.provider", "platform", "knowledge", "analyze", "ml");
        allow("ml.api");
        allow("ml.provider", "platform", "ml");
        allow("rag.api");
        // Its vectors are made by models of the node, and what it keeps of incidents comes from the journal.
        allow("rag.provider", "platform", "knowledge", "ml", "rag");
        for (String trust : new String[] {"pqc", "keystore"}) {
            allow(trust + ".api", "platform");
            allow(trust + ".provider", "platform", trust);
            allow(trust + ".stub", "platform", trust);
        }
        // Who asks may wait for an engine that is being replaced; refusals go to the journal.
        allow("policy.api", "platform");
        allow("policy.provider", "platform", "knowledge", "policy");
        allow("channel.api", "identity");
        allow("channel.provider", "platform", "knowledge", "identity", "policy", "channel");
        allow("identity.api", "platform");
        // The authority keeps its keys in the key store; the Workload API reads who is entitled to what from the watch
        // file.
        allow("identity.provider", "platform", "knowledge", "keystore", "identity");
        allow("telemetry.api");
        allow("telemetry.provider", "platform", "telemetry");
        allow("loop.api", "knowledge");
        allow(
                "loop.provider",
                "platform",
                "knowledge",
                "monitor",
                "analyze",
                "plan",
                "execute",
                "policy",
                "telemetry",
                "loop");
        // A replay drives the phases in place of the loop; it knows no execute, so it can execute nothing.
        allow("replay.api", "knowledge", "analyze");
        allow("replay.provider", "platform", "knowledge", "monitor", "analyze", "plan", "replay");
    }

    private CapabilityTable() {}

    private static void allow(String module, String... capabilities) {
        Set<String> apis = new TreeSet<>();
        for (String capability : capabilities) apis.add(capability + ".api");
        ALLOWED.put(module, apis);
    }

    /** The module that a class or package belongs to, for example {@code monitor.provider.http}. */
    public static Optional<String> module(String name) {
        Matcher matcher = MODULE.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1) + "." + matcher.group(2)) : Optional.empty();
    }

    /** What forbids one class to use another; empty when it may. */
    public static Optional<String> objection(String from, String to) {
        Optional<String> user = module(from);
        Optional<String> used = module(to);
        if (user.isEmpty() || used.isEmpty() || user.equals(used)) return Optional.empty();
        Set<String> allowed = ALLOWED.get(user.get().replaceFirst("\\.provider\\..*", ".provider"));
        if (allowed == null) return Optional.of(user.get() + " is not in the table of who may know whom");
        if (allowed.contains(used.get())) return Optional.empty();
        return Optional.of(user.get() + " may know " + (allowed.isEmpty() ? "no other module" : "only " + allowed)
                + ", not " + used.get());
    }
}
