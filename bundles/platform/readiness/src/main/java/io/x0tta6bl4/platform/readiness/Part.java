package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.platform.api.SelfTestResult;
import java.util.List;
import java.util.Optional;

/**
 * One mandatory part as it is now.
 *
 * @param name the part in the words of the features
 * @param service the interface it must serve
 * @param apiVersion version of the package of that interface on this node, none when nobody exports it
 * @param provider who serves it, none when nobody does
 * @param selfTest how its last self-test ended, none when it offers none or nobody serves it
 * @param waitsFor why nobody serves it; empty when somebody does
 * @param without which part of the product is not available without it
 */
record Part(
        String name,
        String service,
        Optional<String> apiVersion,
        Optional<Provider> provider,
        Optional<SelfTestResult> selfTest,
        List<String> waitsFor,
        String without) {

    /** The bundle that serves a part; it is real unless it asks for a profile of a node. */
    record Provider(String bundle, String version, boolean real) {}

    Part {
        waitsFor = List.copyOf(waitsFor);
    }

    /** What it works without although somebody wrote it: a passed self-test says so by the word REFUSED. */
    Optional<String> caution() {
        return ok()
                ? selfTest.map(SelfTestResult::detail).filter(detail -> detail.contains("REFUSED"))
                : Optional.empty();
    }

    boolean ok() {
        return problem().isEmpty();
    }

    /** What keeps it from being ready, as a sentence. */
    Optional<String> problem() {
        if (provider.isEmpty()) return Optional.of("nobody serves it: " + String.join("; ", waitsFor));
        if (!provider.get().real())
            return Optional.of(provider.get().bundle() + " is a stub; start a real provider instead of it");
        return selfTest.filter(test -> !test.passed())
                .map(test -> "its self-test failed: " + test.what() + ": " + test.detail());
    }
}
