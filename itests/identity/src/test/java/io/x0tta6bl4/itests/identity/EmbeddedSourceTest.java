package io.x0tta6bl4.itests.identity;

import io.x0tta6bl4.identity.api.SvidSource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSourceTest extends SourceContract {
    @TempDir
    Path folder;

    private Node node;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(folder, "example.org", LIFE);
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Override
    SvidSource svids() {
        return node.identity();
    }
}
