package io.x0tta6bl4.knowledge.api.element;

import java.util.Collection;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** The live element model: what the watch file configures merged with what sensors discover. */
@ProviderType
public interface ElementModel {

    /** The model in force now. */
    Model current();

    /**
     * Replaces everything a source has discovered; an empty collection withdraws it. Of a discovered element whose name a
     * person configured, only what it depends on is added: configuration wins. Without a difference the model does not change.
     */
    void discovered(String source, Collection<Element> elements);

    /**
     * Calls the listener with the current model and then with every new one, in order, until the handle is closed.
     * Listeners return quickly and do not change the model.
     */
    AutoCloseable onChange(Consumer<Model> listener);
}
