package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureFileTest {

    @TempDir
    Path directory;

    private FeatureFile read(String json) throws Exception {
        return FeatureFile.read(Files.writeString(directory.resolve("f.json"), json));
    }

    @Test
    void bundles_come_with_their_start_levels() throws Exception {
        FeatureFile feature = read("""
            {"feature-resource-version": "1.0", "id": "g:f:1",
             "bundles": ["g:a:1.0", {"id": "g:b:jar:x:2.0", "bundleStartLevel": 5}]}
            """);

        assertThat(feature.id()).isEqualTo("g:f:1");
        assertThat(feature.bundles())
                .extracting(entry -> entry.coordinates().path().toString(), FeatureFile.Entry::startLevel)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("g/a/1.0/a-1.0.jar", FeatureFile.DEFAULT_START_LEVEL),
                        org.assertj.core.groups.Tuple.tuple("g/b/2.0/b-2.0-x.jar", 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | is not an OSGi feature",
                "[] | is not an OSGi feature",
                "{} | it lacks 'id'",
                "{\"id\": \"g:f\"} | 'g:f' is not of the form group:artifact:version",
                "{\"id\": \"g:f:1\", \"bundles\": [7]} | a bundle is 7",
                "{\"id\": \"g:f:1\", \"bundles\": [\"../../etc:a:1\"]} | is not of the form",
                "{\"id\": \"g:f:1\", \"bundles\": [{\"id\": \"g:a:1\", \"bundleStartLevel\": 0}]} | it must be 1 to"
                        + " 100",
            })
    void what_is_no_feature_is_refused_with_its_file(String json, String sentence) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining(directory.resolve("f.json").toString())
                .withMessageContaining(sentence);
    }

    @Test
    void a_missing_bundle_is_named_with_the_feature_that_needs_it() throws Exception {
        FeatureFile feature = read("{\"id\": \"g:f:1\", \"bundles\": [\"g:a:1.0\"]}");
        Distribution distribution = new Distribution(directory, List.of());

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        distribution.bundleFile(feature.bundles().getFirst().coordinates(), feature))
                .withMessageContaining("The bundle g:a:1.0 of the feature g:f:1 is missing")
                .withMessageContaining(directory.resolve("repository").toString());
    }

    @Test
    void an_unknown_feature_is_refused_and_the_known_are_listed() throws Exception {
        Files.createDirectory(directory.resolve("features"));
        Files.createFile(directory.resolve("features/base.json"));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new Distribution(directory, List.of()).featureFile("bass"))
                .withMessageContaining("There is no feature 'bass'")
                .withMessageContaining("base");
    }
}
