package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import org.jspecify.annotations.Nullable;

/**
 * Gives each element of one model its place in an array; immutable, made once for each model.
 *
 * <p>A hash table with open addressing, since every observation is looked up in it: sensors speak of the elements of the model, so
 * most look-ups end at the first comparison, without a node or a boxed number in between.
 */
final class Roll {
    static final int NONE = -1;

    private final Element[] elements;
    private final @Nullable ElementId[] ids;
    private final int[] places;
    private final int mask;

    Roll(Model model) {
        elements = model.elements().toArray(Element[]::new);
        int slots = Integer.highestOneBit(Math.max(1, elements.length)) << 2;
        ids = new ElementId[slots];
        places = new int[slots];
        mask = slots - 1;
        for (int place = 0; place < elements.length; place++) {
            int slot = slot(elements[place].id());
            ids[slot] = elements[place].id();
            places[slot] = place;
        }
    }

    int size() {
        return elements.length;
    }

    Element element(int place) {
        return elements[place];
    }

    int place(ElementId id) {
        int slot = slot(id);
        return ids[slot] == null ? NONE : places[slot];
    }

    /** Where the id is, or else would be: at least half of the slots are empty. */
    private int slot(ElementId id) {
        int slot = (id.hashCode() * 0x9E3779B9 >>> 8) & mask;
        while (true) {
            ElementId there = ids[slot];
            if (there == null || there == id || there.equals(id)) return slot;
            slot = (slot + 1) & mask;
        }
    }
}
