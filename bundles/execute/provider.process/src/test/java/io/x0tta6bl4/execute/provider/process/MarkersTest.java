package io.x0tta6bl4.execute.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a process is told to ask for its identity (SPIFFE Workload Endpoint, section 4). */
class MarkersTest {
    @TempDir
    Path folder;

    @Test
    void the_address_of_the_workload_api_is_a_uri_of_an_absolute_path_and_nothing_else() throws Exception {
        Path data = folder.resolve("data of 100% # nodes?");
        Path socket = Files.createFile(
                Files.createDirectories(data.resolve("identity")).resolve("workload.sock"));

        URI address = new URI(new Markers("node", data).endpoint().get("SPIFFE_ENDPOINT_SOCKET"));

        assertThat(address).hasScheme("unix").hasNoQuery().hasNoFragment().hasPath(socket.toString());
        assertThat(address.getRawAuthority()).isNull();
        assertThat(address.toString()).startsWith("unix:///");
    }

    @Test
    void without_a_workload_api_no_address_is_given() {
        assertThat(new Markers("node", folder).endpoint()).isEmpty();
    }
}
