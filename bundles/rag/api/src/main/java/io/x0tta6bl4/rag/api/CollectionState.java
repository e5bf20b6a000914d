package io.x0tta6bl4.rag.api;

/**
 * What a collection holds.
 *
 * @param name which
 * @param documents how many
 * @param passages how many
 * @param model digest of the model that made its vectors; empty when it holds none
 * @param words anything a reader has to know: that it was rebuilt, or is being rebuilt, and why; empty when nothing
 */
public record CollectionState(String name, int documents, int passages, String model, String words) {
    public CollectionState {
        Names.requireCollection(name);
    }
}
