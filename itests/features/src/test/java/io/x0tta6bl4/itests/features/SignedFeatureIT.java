package io.x0tta6bl4.itests.features;

import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.INSTALL;
import static io.x0tta6bl4.feature.api.ChangeRequest.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.itests.exam.InFramework;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Configuration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What a production node takes, and what it refuses. */
@InFramework
class SignedFeatureIT {
    private Workshop workshop;
    private Path home;
    private String api;
    private List<String> facts;

    @Configuration
    static org.ops4j.pax.exam.Option[] configuration() throws IOException {
        return new org.ops4j.pax.exam.Option[] {
            frameworkProperty("x0.profile").value("production"),
            frameworkProperty("x0.home")
                    .value(Files.createTempDirectory("x0-home").toString()),
            frameworkProperty("x0.data")
                    .value(Files.createTempDirectory("x0-data").toString()),
            Node.bundles()
        };
    }

    @BeforeEach
    void open(BundleContext context) throws Exception {
        workshop = new Workshop(context);
        workshop.clear();
        home = Path.of(context.getProperty("x0.home"));
        Path trust = Files.createDirectories(home.resolve("conf/trust"));
        if (!Files.exists(trust.resolve("maker.pub"))) {
            assertThat(tool("keygen", "maker", "--out", home.toString())).startsWith("0 made");
            Files.copy(home.resolve("maker.pub"), trust.resolve("maker.pub"));
            assertThat(tool("keygen", "stranger", "--out", home.toString())).startsWith("0 made");
        }
        api = workshop.api("1.0.0");
        facts = workshop.facts();
    }

    @AfterEach
    void close() {
        workshop.clear();
    }

    /** The program itself, as {@code x0 feature} calls it; its bundle keeps it to itself, so it is asked for there. */
    private String tool(String... words) throws Exception {
        Bundle bundle = workshop.bundle("io.x0tta6bl4.feature.provider.felix").orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Object code = bundle.loadClass("io.x0tta6bl4.feature.provider.felix.FeatureSigning")
                .getMethod("run", PrintStream.class, PrintStream.class, String[].class)
                .invoke(null, stream, stream, words);
        return code + " " + out.toString(StandardCharsets.UTF_8);
    }

    private String signed(String feature, String who) throws Exception {
        assertThat(tool("sign", feature, "--key", home.resolve(who + ".key").toString()))
                .startsWith("0 signed");
        return feature;
    }

    private void refused(String feature, String... why) {
        ChangeOutcome outcome = workshop.applyStrictly(INSTALL, feature);
        assertThat(outcome).isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(outcome.plan().obstacles().toString()).contains(why);
        assertThat(workshop.differences(facts)).isEmpty();
    }

    @Test
    void what_a_trusted_signer_signed_is_taken() throws Exception {
        String feature =
                signed(workshop.feature("greeters", "1.0.0", api, workshop.provider("1.0.0", "[1,2)")), "maker");

        assertThat(workshop.applied(INSTALL, feature).plan().signer()).startsWith("maker (");
        assertThat(tool("verify", feature, "--trust", home.resolve("conf/trust").toString()))
                .startsWith("0 outside:greeters:1.0.0 is signed by maker");
    }

    @Test
    void what_nobody_signed_is_refused() throws Exception {
        refused(workshop.feature("guests", "1.0.0", api), "is not signed", "x0 feature sign");
    }

    @Test
    void what_a_stranger_signed_is_refused() throws Exception {
        refused(signed(workshop.feature("guests", "1.0.0", api), "stranger"), "is not trusted on this node", "maker");
    }

    @Test
    void a_feature_that_was_changed_after_it_was_signed_is_refused() throws Exception {
        String feature = signed(workshop.feature("guests", "1.0.0", api), "maker");
        Files.writeString(Path.of(feature), Files.readString(Path.of(feature)).replace("Level\": 1}", "Level\": 2}"));

        refused(feature, "was changed after it was signed");
        assertThat(tool("verify", feature, "--trust", home.resolve("conf/trust").toString()))
                .startsWith("1 ")
                .contains("was changed after it was signed");
    }

    @Test
    void a_bundle_that_was_changed_after_it_was_signed_is_refused() throws Exception {
        String feature = signed(workshop.feature("guests", "1.0.0", api), "maker");
        BundleJar.of(Workshop.API, "1.0.0").header("Planted", "yes").into(workshop.directory);

        refused(feature, "the bundle outside:sample.api:1.0.0", "was changed after it was signed");
    }

    @Test
    void a_signature_of_one_algorithm_alone_is_none() throws Exception {
        for (String algorithm : List.of("Ed25519", "ML-DSA-65")) {
            String feature = signed(workshop.feature("guests", "1.0.0", api), "maker");
            Path signature = Path.of(feature + ".sig");
            String text = Files.readString(signature);
            int at = text.indexOf("\"" + algorithm + "\":\"") + algorithm.length() + 4;
            char other = text.charAt(at + 20) == 'A' ? 'B' : 'A';
            Files.writeString(signature, text.substring(0, at + 20) + other + text.substring(at + 21));

            refused(feature, "does not hold");
        }
    }

    @Test
    void a_statement_that_was_changed_is_none() throws Exception {
        String feature = signed(workshop.feature("guests", "1.0.0", api), "maker");
        Path signature = Path.of(feature + ".sig");
        Files.writeString(signature, Files.readString(signature).replaceFirst("\"at\":\"20..", "\"at\":\"2099"));

        refused(feature, "does not hold");
    }

    @Test
    void an_older_version_is_refused_although_it_was_signed() throws Exception {
        String first = signed(workshop.feature("majors", "1.0.0", api), "maker");
        workshop.applied(INSTALL, first);
        workshop.applied(
                UPDATE, signed(workshop.feature("majors", "1.1.0", api, workshop.provider("1.1.0", "[1,2)")), "maker"));

        ChangeOutcome replayed = workshop.apply(UPDATE, first);

        assertThat(replayed).isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(replayed.plan().obstacles().toString())
                .contains("older than 1.1.0")
                .doesNotContain("--downgrade");
        assertThat(workshop.versions(Workshop.PROVIDER)).containsExactly("1.1.0");
    }

    @Test
    void keys_are_not_overwritten_and_the_secret_one_is_for_its_owner() throws Exception {
        assertThat(tool("keygen", "maker", "--out", home.toString()))
                .startsWith("1 ")
                .contains("not overwritten");
        File secret = home.resolve("maker.key").toFile();
        assertThat(Files.getPosixFilePermissions(secret.toPath()).toString()).doesNotContain("GROUP", "OTHERS");
    }
}
