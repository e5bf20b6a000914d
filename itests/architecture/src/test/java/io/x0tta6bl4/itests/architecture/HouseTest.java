package io.x0tta6bl4.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseTest {
    @TempDir
    Path somewhere;

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    @Test
    void no_source_is_passed_over_for_the_name_of_its_package_or_of_the_directory_the_project_lies_in()
            throws IOException {
        House house = new House(somewhere.resolve("node"));
        write(house.root().resolve("itests/node/Kept.java"));
        write(house.root().resolve("evidence/itests/Kept.java"));
        write(house.root().resolve("node/framework/Left.java"));
        write(house.root().resolve("itests/target/Made.java"));
        assertThat(house.files(file -> file.toString().endsWith(".java")).stream()
                        .map(house::name))
                .containsExactly("itests/node/Kept.java");
    }
}
