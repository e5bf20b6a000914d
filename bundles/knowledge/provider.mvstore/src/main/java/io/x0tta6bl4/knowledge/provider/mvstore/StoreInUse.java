package io.x0tta6bl4.knowledge.provider.mvstore;

import java.nio.file.Path;

/** The store file is open elsewhere. */
final class StoreInUse extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StoreInUse(Path file) {
        super(file + " is in use by another node: stop that one, or give this one another data directory");
    }
}
