package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFeaturesTest {
    @TempDir
    Path data;

    private String file;
    private String jar;

    @BeforeEach
    void keep_a_feature() throws Exception {
        file = kept("files", ".json", "{\"id\": \"t:own:2\", \"name\": \"own\", \"bundles\": [\"t:b:1\"]}");
        jar = kept("bundles", ".jar", "bytes");
        Files.writeString(
                data.resolve("features/state.json"),
                "{\"installed\": [{\"name\": \"own\", \"sha256\": \"" + file + "\", \"bundles\": {\"t:b:1\": \"" + jar
                        + "\"}}], \"removed\": [\"gone\"]}");
    }

    private String kept(String directory, String end, String content) throws Exception {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes()));
        Files.createDirectories(data.resolve("features").resolve(directory));
        Files.writeString(data.resolve("features").resolve(directory).resolve(digest + end), content);
        return digest;
    }

    private static FeatureFile feature(String name) {
        return new FeatureFile(Path.of("/dist/" + name + ".json"), "t:" + name + ":1", name, List.of());
    }

    @Test
    void what_came_takes_the_place_of_its_name_and_what_went_is_away() throws Refusal {
        List<FeatureFile> features =
                OwnFeatures.of(data).over(List.of(feature("a"), feature("own"), feature("gone"), feature("z")));

        assertThat(features).extracting(FeatureFile::id).containsExactly("t:a:1", "t:own:2", "t:z:1");
    }

    @Test
    void the_bundles_of_what_came_are_those_that_were_kept() throws Refusal {
        OwnFeatures own = OwnFeatures.of(data);
        FeatureFile came = own.over(List.of()).getFirst();

        assertThat(own.bundleFile(Coordinates.parse("t:b:1"), came).orElseThrow())
                .hasContent("bytes");
        assertThat(own.bundleFile(Coordinates.parse("t:b:1"), feature("a"))).isEmpty();
    }

    @Test
    void a_file_that_is_not_the_one_that_was_installed_refuses_the_start() throws IOException, Refusal {
        Files.writeString(data.resolve("features/bundles/" + jar + ".jar"), "other bytes");
        OwnFeatures own = OwnFeatures.of(data);
        FeatureFile came = own.over(List.of()).getFirst();

        assertThatThrownBy(() -> own.bundleFile(Coordinates.parse("t:b:1"), came))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not the one that was installed");
    }

    @Test
    void a_state_that_cannot_be_read_refuses_the_start_and_no_state_is_none() throws IOException, Refusal {
        Files.writeString(data.resolve("features/state.json"), "{");
        assertThatThrownBy(() -> OwnFeatures.of(data)).hasMessageContaining("state.json");

        assertThat(OwnFeatures.of(data.resolve("new")).none()).isTrue();
    }

    @Test
    void start_levels_of_other_makers_and_comments_are_read() throws Exception {
        Path other = Files.writeString(
                data.resolve("o.json"),
                "{ // by others\n"
                        + " \"id\": \"t:o:1\", \"bundles\": [{\"id\": \"t:b:1\", \"start-order\": \"20\"} /* , */ ]}");

        assertThat(FeatureFile.read(other).bundles().getFirst().startLevel()).isEqualTo(20);
    }

    @Test
    void words_after_feature_become_one_command_with_whole_paths() throws Refusal {
        assertThat(ExecClient.command("feature", List.of("install", "./f.json", "--json")))
                .isEqualTo("feature:install '" + Path.of("f.json").toAbsolutePath() + "' '--json'");
        assertThatThrownBy(() -> ExecClient.command("feature", List.of("install", "a'b")))
                .isInstanceOf(Refusal.class);
    }
}
