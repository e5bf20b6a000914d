package io.x0tta6bl4.features;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureExtension;

class FeatureFilesTest {

    private static final Path FEATURES = Path.of("target/classes/features");

    static List<Path> features() throws IOException {
        try (Stream<Path> files = Files.list(FEATURES)) {
            return files.sorted().toList();
        }
    }

    private static Feature read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new FeatureServiceImpl().readFeature(reader);
        }
    }

    @Test
    void there_are_features() throws IOException {
        assertThat(features()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("features")
    void a_feature_is_read_by_the_service_of_the_standard_and_named_like_its_file(Path file) throws IOException {
        Feature feature = read(file);

        assertThat(feature.getID().getArtifactId() + ".json")
                .isEqualTo(file.getFileName().toString());
        assertThat(feature.getName()).contains(feature.getID().getArtifactId());
        assertThat(feature.getDescription()).isPresent();
        assertThat(feature.getBundles()).isNotEmpty().allSatisfy(bundle -> {
            assertThat(bundle.getMetadata()).containsKey("bundleStartLevel");
            assertThat(bundle.getID().getVersion()).doesNotContain("$");
        });
    }

    @ParameterizedTest
    @MethodSource("features")
    void a_feature_names_what_must_serve_and_what_is_lost_without_it(Path file) throws IOException {
        Feature feature = read(file);
        // what these bring, readiness asks for itself or does without
        if (Set.of("base", "platform", "shell").contains(feature.getID().getArtifactId())) {
            return;
        }
        FeatureExtension mandatory = feature.getExtensions().get("x0-mandatory");

        assertThat(mandatory).isNotNull();
        assertThat(mandatory.getType()).isEqualTo(FeatureExtension.Type.JSON);
        assertThat(Json.createReader(new StringReader(mandatory.getJSON()))
                        .readObject()
                        .getJsonArray("parts"))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(keys(part)).containsExactly("name", "service", "filter", "without"));
    }

    private static Iterable<String> keys(JsonValue part) {
        return ((JsonObject) part).keySet();
    }
}
