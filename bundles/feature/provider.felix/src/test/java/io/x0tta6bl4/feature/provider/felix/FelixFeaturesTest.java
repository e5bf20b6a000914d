package io.x0tta6bl4.feature.provider.felix;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.feature.api.InstalledFeature;
import io.x0tta6bl4.feature.api.MandatoryPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.cm.impl.ConfigurationManager;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Against a real framework with the real Feature Service and the real Configuration Admin. */
class FelixFeaturesTest {
    private static final String GOOD = """
        { "feature-resource-version": "1.0", "id": "io.x0tta6bl4:feature.a:1.0.0", "description": "The first.",
          "bundles": [ {"id": "org.apache.felix:org.apache.felix.configadmin:1.9.26"}, {"id": "no:such.bundle:1.0.0"} ],
          "configurations": { "plain": {"x:Integer": 1, "words": ["a", "b"]}, "factory~one": {"y:Boolean": true} },
          "extensions": { "x0-mandatory": {"kind": "optional", "json": [
             {"name": "loop", "service": "a.Loop", "filter": "(x0.name=mapek)", "without": "Nothing heals."} ]}}}
        """;

    @TempDir
    Path directory;

    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        restart("");
    }

    private void restart(String features) throws Exception {
        stop();
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("framework").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.4,"
                                + "org.osgi.service.coordinator;version=1.0.2",
                        "x0.features",
                        features));
        framework.start();
        String jar = jarOf(ConfigurationManager.class);
        framework.getBundleContext().installBundle(jar).start();
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @AfterEach
    void stop() throws Exception {
        if (framework == null) return;
        framework.stop();
        framework.waitForStop(10_000);
    }

    private FelixFeatures features(String... contents) throws Exception {
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < contents.length; i++) {
            Path path = directory.resolve("f" + i + ".json");
            Files.writeString(path, contents[i]);
            paths.append(path).append(',');
        }
        restart(paths.toString());
        return new FelixFeatures(framework.getBundleContext(), new FeatureServiceImpl(), admin());
    }

    private ConfigurationAdmin admin() {
        BundleContext context = framework.getBundleContext();
        return context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    @Test
    void a_feature_is_listed_with_the_state_of_its_bundles() throws Exception {
        InstalledFeature feature = features(GOOD).find("feature.a").orElseThrow();

        assertThat(feature.id()).isEqualTo("io.x0tta6bl4:feature.a:1.0.0");
        assertThat(feature.description()).isEqualTo("The first.");
        assertThat(feature.bundles())
                .extracting(InstalledFeature.FeatureBundle::state)
                .containsExactly("Active", "Missing");
        assertThat(feature.configurations()).containsExactly("factory~one", "plain");
    }

    @Test
    void mandatory_parts_are_read_from_an_array_and_from_an_object() throws Exception {
        String wrapped = GOOD.replace("\"json\": [", "\"json\": {\"parts\": [").replace("]}}}", "]}}}}");

        assertThat(features(GOOD, wrapped).mandatory())
                .containsExactly(new MandatoryPart("loop", "a.Loop", "(x0.name=mapek)", "Nothing heals."));
    }

    @Test
    void configurations_are_applied_typed_and_factory_names_kept() throws Exception {
        FelixFeatures features = features(GOOD);

        Configuration plain = admin().getConfiguration("plain", "?");
        assertThat(plain.getProperties().get("x")).isEqualTo(1);
        assertThat((String[]) plain.getProperties().get("words")).containsExactly("a", "b");
        assertThat(admin().getFactoryConfiguration("factory", "one", "?")
                        .getProperties()
                        .get("y"))
                .isEqualTo(true);
        assertThat(features.selfTest().passed()).isTrue();
    }

    @Test
    void an_unchanged_configuration_is_not_written_again() throws Exception {
        features(GOOD);
        long before = admin().getConfiguration("plain", "?").getChangeCount();

        new FelixFeatures(framework.getBundleContext(), new FeatureServiceImpl(), admin());

        assertThat(admin().getConfiguration("plain", "?").getChangeCount()).isEqualTo(before);
    }

    @Test
    void a_configuration_that_no_feature_names_any_more_goes() throws Exception {
        features(GOOD);

        features("{\"id\": \"a:b:1\"}");

        assertThat(admin().listConfigurations(null)).isNull();
    }

    @Test
    void a_configuration_that_is_gone_fails_the_self_test() throws Exception {
        FelixFeatures features = features(GOOD);

        admin().getConfiguration("plain", "?").delete();

        assertThat(features.selfTest().passed()).isFalse();
        assertThat(features.selfTest().detail()).contains("plain");
    }

    @Test
    void a_broken_file_is_named_with_the_reason_and_does_not_hide_the_others() throws Exception {
        FelixFeatures features = features("{ \"id\": ", GOOD);

        assertThat(features.selfTest().passed()).isFalse();
        assertThat(features.selfTest().detail()).contains("f0.json").contains("line 1");
        assertThat(features.find("f0").orElseThrow().description()).startsWith("cannot be used");
        assertThat(features.mandatory()).hasSize(1);
    }

    @Test
    void what_is_wrong_with_a_mandatory_part_is_said() throws Exception {
        assertThat(broken(GOOD.replace("\"service\"", "\"sevice\""))).contains("unknown key 'sevice'");
        assertThat(broken(GOOD.replace("a.Loop", " "))).contains("needs a text for 'service'");
        assertThat(broken(GOOD.replace("(x0.name=mapek)", "(x0.name"))).contains("filter");
        assertThat(broken("{}")).contains("no \"id\"");
    }

    private String broken(String content) throws Exception {
        return features(content).selfTest().detail();
    }

    @Test
    void a_missing_file_and_a_missing_property_are_said() throws Exception {
        restart(directory.resolve("none.json").toString());
        assertThat(problem()).contains("none.json").contains("no such file");

        restart("");
        assertThat(problem()).contains("x0.features");
    }

    private String problem() throws IOException {
        return new FelixFeatures(framework.getBundleContext(), new FeatureServiceImpl(), admin())
                .selfTest()
                .detail();
    }
}
