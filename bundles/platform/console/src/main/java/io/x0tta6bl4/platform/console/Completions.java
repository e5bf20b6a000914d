package io.x0tta6bl4.platform.console;

import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Teaches an interactive console to complete options, and the names of elements, incidents and features. */
@Component(service = CommandSessionListener.class, immediate = true)
public final class Completions implements CommandSessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
    private static final String COMPLETIONS = ".completions";
    private static final String DONE = ".x0.completions";
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("element:show", "element:ids"),
            Map.entry("element:start", "element:ids"),
            Map.entry("element:stop", "element:ids"),
            Map.entry("element:restart", "element:ids"),
            Map.entry("element:maintain", "element:ids"),
            Map.entry("loop:move", "element:ids"),
            Map.entry("loop:revert", "element:ids"),
            Map.entry("incident:show", "incident:ids"),
            Map.entry("feature:info", "feature:names"),
            Map.entry("pqc:selftest", "pqc:names"),
            Map.entry("pqc:bench", "pqc:names"),
            Map.entry("keystore:remove", "keystore:names"),
            Map.entry("identity:bundle", "identity:domains"));
    private static final List<String> WITH_JSON = List.of(
            "element:list",
            "element:show",
            "incident:list",
            "incident:show",
            "loop:status",
            "loop:explain",
            "loop:lessons",
            "loop:levels",
            "feature:list",
            "feature:info",
            "journal:verify",
            "pqc:providers",
            "pqc:selftest",
            "pqc:bench",
            "identity:show",
            "identity:svids",
            "identity:bundle",
            "identity:keys",
            "keystore:list",
            "keystore:generations",
            "channel:peers",
            "policy:list",
            "policy:explain",
            "rag:search",
            "rag:ask",
            "rag:collections",
            "rag:vouch",
            "rag:disown",
            "rag:runbooks",
            "readiness:show");

    @Activate
    public Completions() {}

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {}

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception failure) {
        teach(session);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        teach(session);
    }

    /** Once for each interactive session, after its profile was read. */
    private static void teach(CommandSession session) {
        if (!(session.get(COMPLETIONS) instanceof Map) || session.get(DONE) != null) return;
        session.put(DONE, Boolean.TRUE);
        // Felix's own commands come before ours of the same name: start 5 starts a bundle.
        if ("gogo:*".equals(session.get("SCOPE"))) session.put("SCOPE", "gogo:felix:*");
        try {
            for (var entry : NAMES.entrySet())
                session.execute("complete -c " + entry.getKey() + " -a '" + entry.getValue() + "'");
            for (String command : WITH_JSON)
                session.execute("complete -c " + command + " -l json --description 'for programs'");
            session.execute("complete -c element:list -l all --description 'also healthy discovered elements'");
            session.execute("complete -c incident:list -l open --description 'only open ones'");
        } catch (Exception e) {
            LOG.info("The console will not complete the names of elements: {}", e.toString());
        }
    }
}
