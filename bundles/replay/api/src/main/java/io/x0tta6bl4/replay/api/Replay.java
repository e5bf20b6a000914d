package io.x0tta6bl4.replay.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One kind of replay. It is registered with the property {@code x0.name}, which is the word after {@code x0 replay}: a service
 * {@code series} serves {@code x0 replay series …}. The same input gives the same output, byte for byte; nothing is executed.
 */
@ConsumerType
public interface Replay {

    /**
     * Replays what the words name and writes what they ask for.
     *
     * @param words what stands behind the kind on the command line; see {@link ReplayWords}
     * @return what was done, for people: one or a few lines
     * @throws BadInput when the input cannot be used; says where and why
     * @throws IllegalArgumentException when the words are not understood
     */
    String replay(List<String> words) throws BadInput;
}
