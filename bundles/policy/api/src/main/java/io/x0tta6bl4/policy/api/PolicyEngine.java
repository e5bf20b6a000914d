package io.x0tta6bl4.policy.api;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides, by rules in one file: what no rule allows is denied, and a rule that denies wins. Safe for use by many threads.
 *
 * <p>Callers use a {@link Guard}, which also answers when there is no engine.
 */
@ProviderType
public interface PolicyEngine {

    /** Decides by the file as it is now, and writes a refusal to the journal. Never throws. */
    Decision decide(Request request);

    /** Decides without writing anything, and says how far every rule applies. */
    Explanation explain(Request request);

    PolicyStatus status();

    /** What is wrong with a policy file, each finding as {@code file:line: what}; empty when it can be used. */
    List<String> check(Path file);

    /**
     * Reads the file again now and forgets cached decisions.
     *
     * @throws IllegalArgumentException when it cannot be used, with the findings; the policy before stays in force
     */
    PolicyStatus reload();
}
