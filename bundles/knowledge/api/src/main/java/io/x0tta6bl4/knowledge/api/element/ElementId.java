package io.x0tta6bl4.knowledge.api.element;

import java.util.regex.Pattern;

/**
 * The name of an element, unique on a node.
 *
 * <p>Configured elements carry the name of the watch file ({@code store}); discovered ones are prefixed with their kind
 * ({@code bundle/io.x0tta6bl4.monitor.api}, {@code component/…}, {@code host}).
 *
 * @param value 1 to 200 letters, digits and {@code . _ - / : @ $}, beginning with a letter or a digit
 */
public record ElementId(String value) implements Comparable<ElementId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@$-]{0,199}");

    public ElementId {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException("'" + value
                    + "' is no element name: use 1 to 200 letters, digits and . _ - / : @ $, beginning with a"
                    + " letter or digit");
    }

    // Written out, because every observation is looked up by it and the generated methods cost several calls each.

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ElementId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(ElementId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
