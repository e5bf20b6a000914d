package io.x0tta6bl4.rag.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Puts what passages say into an answer, in words of its own, for people to read. It decides and executes nothing: no part of
 * the node acts on what it returns.
 */
@ProviderType
public interface Composer {
    /** The most passages that it is given. */
    int MOST = 8;

    /** Answers from these passages alone; waits no longer than its own stated limit. */
    Composition compose(String question, List<Passage> passages);
}
