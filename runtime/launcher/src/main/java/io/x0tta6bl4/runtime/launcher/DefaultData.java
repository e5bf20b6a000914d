package io.x0tta6bl4.runtime.launcher;

import java.nio.file.Path;

/** Where a node keeps its data when nobody says where: the same for the node and for those who speak to it. */
final class DefaultData {

    private DefaultData() {}

    static Path directory() {
        String asked = System.getenv("X0_DATA");
        Path path = asked == null || asked.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state", "x0tta6bl4", "node")
                : Path.of(asked);
        return path.toAbsolutePath().normalize();
    }
}
