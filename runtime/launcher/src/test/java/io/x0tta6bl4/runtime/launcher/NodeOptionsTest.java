package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {

    @TempDir
    Path directory;

    private NodeOptions parse(String... words) throws Refusal {
        return NodeOptions.parse(List.of(words), directory.resolve("node"), false);
    }

    @Test
    void a_node_is_of_production_unless_asked_otherwise() throws Refusal {
        NodeOptions options = parse();

        assertThat(options.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(options.watch()).isEmpty();
        assertThat(options.data()).isEqualTo(directory.resolve("node"));
        assertThat(options.name()).isEqualTo("node");
        assertThat(options.console()).isFalse();
    }

    @Test
    void values_follow_a_blank_or_an_equals_sign() throws Refusal {
        assertThat(parse("--http", "8080").http()).isEqualTo(8080);
        assertThat(parse("--http=8080").http()).isEqualTo(8080);
    }

    @Test
    void health_is_served_on_loopback_unless_an_address_is_given_in_numbers() throws Refusal {
        assertThat(parse("--http", "8080").address()).isEqualTo("127.0.0.1");
        assertThat(parse("--http", "0.0.0.0:8080"))
                .satisfies(o -> assertThat(o.address() + " " + o.http()).isEqualTo("0.0.0.0 8080"));
        assertThat(parse("--http", "[::]:0").address()).isEqualTo("[::]");
        assertThatThrownBy(() -> parse("--http", "node.example:8080"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'node.example' is no address");
    }

    @Test
    void a_remote_repository_brings_the_feature_that_asks_it() throws Refusal {
        assertThat(parse().named(List.of("base"))).containsExactly("base");
        assertThat(parse("--maven", "https://repository.example/maven2").named(List.of("base")))
                .containsExactly("base", "feature.maven");
    }

    @Test
    void a_node_has_its_identity_from_one_source() throws Refusal {
        List<String> defaults = List.of("base", "identity.embedded");
        assertThat(parse("--features", "+identity.spire,-identity.embedded").named(defaults))
                .containsExactly("base", "identity.spire");
        assertThatThrownBy(() -> parse("--features", "+identity.spire").named(defaults))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("+identity.spire,-identity.embedded");
    }

    @Test
    void a_terminal_gets_a_shell_unless_it_is_declined() throws Refusal {
        assertThat(NodeOptions.parse(List.of(), directory.resolve("node"), true).console())
                .isTrue();
        assertThat(NodeOptions.parse(List.of("--no-console"), directory.resolve("node"), true)
                        .console())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--colour red | 'run' does not know '--colour'",
                "--http | --http needs a value: --http PORT",
                "--http --console | --http needs a value",
                "--http 70000 | '70000' is no port",
                "--http many | 'many' is no port",
                "--profile test | There is no profile 'test'. A node runs 'production' (the default) or 'lab'.",
                "--console=yes | --console takes no value",
                "--maven ftp://a/b | 'ftp://a/b' is no address of a Maven repository",
                "--maven http://me:secret@a/b | 'http://…@a/b' is no address of a Maven repository",
                "--name a/b | 'a/b' is no name for a node",
                "--features a,+b | mixes names with and without a sign",
            })
    void what_is_not_understood_is_refused_in_words_with_code_2(String words, String sentence) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> parse(words.split(" ")))
                .withMessageContaining(sentence)
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(Refusal.USAGE));
    }

    @Test
    void a_missing_watch_file_is_named_with_code_1() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> parse("--watch", directory.resolve("no.yaml").toString()))
                .withMessage("There is no watch file " + directory.resolve("no.yaml") + ".")
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(Refusal.FAILURE));
    }

    @Test
    void a_directory_is_no_watch_file() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> parse("--watch", directory.toString()))
                .withMessageContaining("is a directory");
    }

    @Test
    void features_replace_or_change_the_list_of_the_distribution() throws Exception {
        Files.createFile(directory.resolve("w.yaml"));
        List<String> defaults = List.of("a", "b", "c");

        assertThat(FeatureChoice.DEFAULT.applyTo(defaults)).containsExactly("a", "b", "c");
        assertThat(parse("--features", "x,y").features().applyTo(defaults)).containsExactly("x", "y");
        assertThat(parse("--features=-b,+x").features().applyTo(defaults)).containsExactly("a", "c", "x");
    }

    @Test
    void taking_away_what_is_not_there_is_refused() throws Refusal {
        FeatureChoice choice = FeatureChoice.parse("-x");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> choice.applyTo(List.of("a", "b")))
                .withMessageContaining("takes away what is not there")
                .withMessageContaining("a, b");
    }

    @Test
    void the_workload_api_comes_with_a_watch_file_that_has_an_identity_to_give(@TempDir Path directory)
            throws Exception {
        List<String> defaults = List.of("base", "identity.embedded");
        Path plain = Files.writeString(directory.resolve("plain.yaml"), "elements: {web: {host: {}}}\n");
        Path named = Files.writeString(
                directory.resolve("named.yaml"),
                "elements: {web: {host: {}}}\nidentities:\n  - {path: /web, element: web}\n");
        assertThat(parse("--watch", plain.toString()).named(defaults)).isEqualTo(defaults);
        assertThat(parse("--watch", named.toString()).named(defaults))
                .containsExactly("base", "identity.embedded", "identity.workloadapi");
        assertThat(parse("--watch", named.toString()).named(List.of("base"))).containsExactly("base");
    }
}
