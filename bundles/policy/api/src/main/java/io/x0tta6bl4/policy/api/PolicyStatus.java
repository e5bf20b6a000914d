package io.x0tta6bl4.policy.api;

import java.util.List;

/**
 * What an engine decides by.
 *
 * @param engine its name, for example {@code casbin}
 * @param file the policy file, absolute
 * @param version first 12 hexadecimal digits of the SHA-256 of the file in force; empty when none is
 * @param rules in order of the file
 * @param problem what is wrong with the file as it is now, with file and line; empty when nothing is
 * @param decisions answers given since the start
 * @param cached how many of them came from the cache
 * @param refused how many of them were refusals
 */
public record PolicyStatus(
        String engine,
        String file,
        String version,
        List<Rule> rules,
        String problem,
        long decisions,
        long cached,
        long refused) {
    public PolicyStatus {
        rules = List.copyOf(rules);
    }
}
