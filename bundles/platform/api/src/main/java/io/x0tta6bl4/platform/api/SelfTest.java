package io.x0tta6bl4.platform.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider's proof that it works, run on the running node.
 *
 * <p>Every provider of a capability implements it on its service object. Readiness runs it when the provider appears and
 * again when the last result is older than a minute; a provider that fails its self-test is not ready. The test exercises
 * the real thing (writes and reads back, connects, decides a known case), has no lasting effect and ends within a second.
 */
@ConsumerType
public interface SelfTest {

    /**
     * Runs the test now.
     *
     * @return what was tried and how it ended; a failed test is a result, not an exception
     */
    SelfTestResult selfTest();

    /**
     * Counts the changes after which an earlier result no longer says how things are. When it differs from what it was before the
     * last test, readiness tests again at once instead of after a minute. It answers at once and never throws.
     */
    default long changes() {
        return 0;
    }
}
