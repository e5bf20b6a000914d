package io.x0tta6bl4.rag.api;

/** What may be a name. */
final class Names {
    private Names() {}

    static String requireCollection(String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,63}"))
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a collection: a-z, 0-9 and '-', 64 characters at most");
        return name;
    }
}
