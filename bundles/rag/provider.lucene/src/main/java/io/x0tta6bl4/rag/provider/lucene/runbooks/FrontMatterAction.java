package io.x0tta6bl4.rag.provider.lucene.runbooks;

import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.rag.provider.lucene.index.SourceFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the front matter of a document proposes; what does not hold to the form in every word proposes nothing. */
public final class FrontMatterAction {
    /** The key by which a document proposes something. */
    public static final String ACTION = "action";

    private static final String MATCHES = "matches.";
    private static final String PRECONDITION = "precondition";
    private static final String HOOK = "hook";
    private static final String STILL_SICK = "target-still-sick";
    private static final Set<String> MATCHED = Set.of("cause", "element", "class", "signal");

    private FrontMatterAction() {}

    /** Whether a key is one by which a document proposes; nobody else can give it to a document. */
    public static boolean reserved(String key) {
        return key.equals(ACTION) || key.equals(PRECONDITION) || key.equals(HOOK) || key.startsWith(MATCHES);
    }

    /** The steps that a document may name: what mends, and neither stops nor speaks. */
    static Set<String> steps() {
        Set<String> steps = new TreeSet<>(Brakes.ALL_PRIVILEGES);
        steps.removeAll(Set.of("page", "process.stop"));
        return steps;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException says which word is wrong, and what is allowed
     */
    public static Optional<RunbookAction> of(String document, Map<String, String> metadata) {
        if (!metadata.containsKey(ACTION)) return Optional.empty();
        Map<String, String> said = new TreeMap<>(metadata);
        said.keySet().removeIf(key -> !reserved(key));
        for (String key : said.keySet())
            if (key.startsWith(MATCHES) && !MATCHED.contains(key.substring(MATCHES.length())))
                throw new IllegalArgumentException("'" + key + "' is nothing to match by; there are " + MATCHED);
        String precondition = said.getOrDefault(PRECONDITION, STILL_SICK);
        if (!precondition.equals(STILL_SICK))
            throw new IllegalArgumentException(
                    "'" + precondition + "' is no precondition; the one there is is " + STILL_SICK);
        return Optional.of(new RunbookAction(
                document,
                1,
                SourceFiles.sha256((document + "\n" + said).getBytes(StandardCharsets.UTF_8))
                        .substring(0, 12),
                causes(said.getOrDefault(MATCHES + "cause", "")),
                said.getOrDefault(MATCHES + "element", ""),
                said.getOrDefault(MATCHES + "class", ""),
                said.getOrDefault(MATCHES + "signal", ""),
                step(said.getOrDefault(ACTION, "")),
                Optional.ofNullable(said.get(HOOK)).map(URI::create)));
    }

    private static String step(String said) {
        String step = said.replace(",", "+").replace(" ", "");
        Set<String> known = steps();
        for (String part : step.split("\\+", -1))
            if (!known.contains(part))
                throw new IllegalArgumentException("'" + shortened(said) + "' is no step; steps are made of " + known);
        return step;
    }

    private static Set<Cause.Kind> causes(String said) {
        Set<Cause.Kind> causes = new HashSet<>();
        for (String one : said.split(",")) {
            String name = one.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (name.isEmpty()) continue;
            if (Arrays.stream(Cause.Kind.values()).noneMatch(k -> k.name().equals(name)))
                throw new IllegalArgumentException("'" + shortened(one.strip()) + "' is no kind of cause; there are "
                        + Arrays.stream(Cause.Kind.values())
                                .map(k -> k.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .toList());
            causes.add(Cause.Kind.valueOf(name));
        }
        return causes;
    }

    private static String shortened(String said) {
        return said.length() > 60 ? said.substring(0, 60) + "…" : said;
    }
}
