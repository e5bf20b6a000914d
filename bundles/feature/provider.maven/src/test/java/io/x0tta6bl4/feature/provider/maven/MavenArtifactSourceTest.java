package io.x0tta6bl4.feature.provider.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.x0tta6bl4.feature.provider.maven.Server.Manner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on this machine, over sockets. */
class MavenArtifactSourceTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(3), 1);
    private static final byte[] CONTENT = new byte[40_000];

    @TempDir
    Path directory;

    private Server server;

    @BeforeEach
    void open() throws Exception {
        Arrays.fill(CONTENT, (byte) 'x');
        server = new Server(directory.resolve("repository"));
        put("outside/greeter/1.0.0/greeter-1.0.0.jar");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void put(String path) throws Exception {
        Path file = directory.resolve("repository").resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, CONTENT);
        checksum(
                path,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(CONTENT)));
    }

    private void checksum(String path, String text) throws IOException {
        Files.writeString(directory.resolve("repository").resolve(path + ".sha1"), text);
    }

    private MavenArtifactSource source(URI... repositories) {
        return new MavenArtifactSource(List.of(repositories), directory.resolve("cache"), LIMITS);
    }

    private MavenArtifactSource source() {
        return source(server.address());
    }

    @Test
    void an_artifact_is_fetched_whole_and_asked_for_once() throws Exception {
        Optional<Path> first = source().fetch("outside:greeter:1.0.0", false);
        int asked = server.asked.size();

        Optional<Path> second = source().fetch("outside:greeter:1.0.0", false);

        assertThat(first).hasValueSatisfying(file -> assertThat(file).hasBinaryContent(CONTENT));
        assertThat(second).isEqualTo(first);
        assertThat(server.asked).hasSize(asked);
    }

    @Test
    void types_and_classifiers_and_signatures_have_their_place() throws Exception {
        put("outside/greeters/1.0.0/greeters-1.0.0-main.json");
        put("outside/greeters/1.0.0/greeters-1.0.0-main.json.sig");

        assertThat(source().fetch("outside:greeters:osgifeature:main:1.0.0", false))
                .isPresent();
        assertThat(source().fetch("outside:greeters:json.sig:main:1.0.0", false))
                .hasValueSatisfying(f -> assertThat(f).hasFileName("greeters-1.0.0-main.json.sig"));
    }

    @Test
    void a_repository_of_files_is_one_too() throws Exception {
        URI files = directory.resolve("repository").toUri();

        assertThat(source(files).fetch("outside:greeter:1.0.0", false)).isPresent();
    }

    @Test
    void what_no_repository_has_is_missing_and_no_trouble() throws Exception {
        assertThat(source().fetch("outside:greeter:9.9.9", false)).isEmpty();
        assertThat(server.asked).anyMatch(path -> path.contains("9.9.9"));
    }

    @Test
    void what_was_missing_is_asked_for_again() throws Exception {
        MavenArtifactSource source = source();
        assertThat(source.fetch("outside:greeter:1.0.1", false)).isEmpty();
        put("outside/greeter/1.0.1/greeter-1.0.1.jar");

        assertThat(source.fetch("outside:greeter:1.0.1", false)).isPresent();
    }

    @Test
    void a_wrong_checksum_is_refused_by_name_and_nothing_of_it_stays() throws Exception {
        checksum("outside/greeter/1.0.0/greeter-1.0.0.jar", "0".repeat(40));

        troubled("hecksum");
    }

    @Test
    void an_artifact_without_a_checksum_is_refused() throws Exception {
        Files.delete(directory.resolve("repository/outside/greeter/1.0.0/greeter-1.0.0.jar.sha1"));

        troubled("hecksum");
    }

    @Test
    void half_a_file_is_refused() throws Exception {
        server.manner(Manner.BREAKS_OFF);

        troubled("");
    }

    @Test
    void a_server_that_fails_is_named_with_its_answer() throws Exception {
        server.manner(Manner.FAILS);

        troubled("500");
    }

    @Test
    void a_server_that_hangs_is_left_within_the_limit() throws Exception {
        server.manner(Manner.HANGS);

        troubled("ime");
    }

    @Test
    void a_server_that_drips_is_left_within_the_limit() throws Exception {
        server.manner(Manner.DRIPS);

        troubled("");
    }

    @Test
    void nobody_there_is_named_and_the_next_one_is_asked() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1/maven2");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> source(nobody).fetch("outside:greeter:1.0.0", false))
                .withMessageContaining("127.0.0.1:1");
        assertThat(source(nobody, server.address()).fetch("outside:greeter:1.0.0", false))
                .isPresent();
    }

    private void troubled(String words) {
        long begun = System.nanoTime();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> source().fetch("outside:greeter:1.0.0", false))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage())
                        .containsAnyOf(server.address().toString(), "no answer"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        server.manner(Manner.SERVES);
        assertThat(directory.resolve("cache/outside/greeter/1.0.0/greeter-1.0.0.jar"))
                .doesNotExist();
    }

    @Test
    void offline_asks_nobody_and_has_what_was_fetched_before() throws Exception {
        assertThat(source().fetch("outside:greeter:1.0.0", true)).isEmpty();
        assertThat(server.asked).isEmpty();
        source().fetch("outside:greeter:1.0.0", false);
        server.asked.clear();

        assertThat(source().fetch("outside:greeter:1.0.0", true)).isPresent();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void what_one_repository_gave_is_not_taken_for_what_another_has() throws Exception {
        source().fetch("outside:greeter:1.0.0", false);
        try (Server other = new Server(directory.resolve("empty"))) {
            assertThat(source(other.address()).fetch("outside:greeter:1.0.0", false))
                    .isEmpty();
        }
    }

    @Test
    void its_own_test_passes() {
        assertThat(source().selfTest().passed()).isTrue();
        assertThat(source().selfTest().detail()).contains(server.address().toString());
    }

    @Test
    void what_is_no_address_is_refused_without_telling_a_password() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Repositories.parse(List.of("http://me:secret@here/maven2")))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> Repositories.parse(List.of("ftp://here/maven2")));
    }
}
