package io.x0tta6bl4.knowledge.api.runbook;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The actions that runbooks propose. Only documents from folders that an operator has vouched for are read for them, and only
 * their front matter; no other text ever becomes an action.
 */
@ProviderType
public interface Runbooks {
    /** How many actions are kept at most; the rest is left out and said. */
    int MOST = 1_000;

    /** All of them, in the order of their documents. Answers at once, from memory. */
    List<RunbookAction> actions();
}
