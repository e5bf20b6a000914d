package io.x0tta6bl4.ml.provider.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.ml.api.ModelState;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrustTest {
    @TempDir
    Path scratch;

    private Path folder;
    private Path home;
    private KeyPair classical;
    private KeyPair quantum;

    @BeforeEach
    void aSignedModel() throws Exception {
        folder = Files.createDirectories(scratch.resolve("data/models"));
        home = Files.createDirectories(scratch.resolve("home"));
        classical = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        quantum = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
        new ModelFolder(folder).write("1");
        Path keys = Files.createDirectories(home.resolve("conf/trust"));
        Files.writeString(
                keys.resolve("ada.pub"),
                Json.createObjectBuilder()
                        .add("name", "ada")
                        .add("Ed25519", base64(classical.getPublic().getEncoded()))
                        .add("ML-DSA-65", base64(quantum.getPublic().getEncoded()))
                        .build()
                        .toString());
        sign(classical, quantum);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void sign(KeyPair first, KeyPair second) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(classical.getPublic().getEncoded());
        String id = HexFormat.of().formatHex(digest.digest(quantum.getPublic().getEncoded()), 0, 16);
        Path model = folder.resolve(ModelFolder.ID);
        var digests = Json.createObjectBuilder()
                .add("model.onnx", ModelTrust.sha512(Files.readAllBytes(model.resolve("model.onnx"))))
                .build();
        var statement = Json.createObjectBuilder()
                .add("at", "2026-11-22T00:00:00Z")
                .add("bundles", digests)
                .add("feature", "model:" + ModelFolder.ID)
                .add("sha512", ModelTrust.sha512(Files.readAllBytes(model.resolve("model.json"))))
                .add("signer", id)
                .build();
        byte[] signed = ("x0-feature-signature-1\n" + statement).getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                model.resolve(ModelTrust.SIGNATURE),
                Json.createObjectBuilder(statement)
                        .add("format", "x0-feature-signature-1")
                        .add("Ed25519", base64(signature("Ed25519", first, signed)))
                        .add("ML-DSA-65", base64(signature("ML-DSA-65", second, signed)))
                        .build()
                        .toString());
    }

    private static byte[] signature(String algorithm, KeyPair keys, byte[] content) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(content);
        return signature.sign();
    }

    private String check(boolean lab) throws IOException {
        Path model = folder.resolve(ModelFolder.ID);
        return ModelTrust.node(lab, List.of(folder), Optional.of(home))
                .check(
                        folder,
                        ModelFolder.ID,
                        Files.readAllBytes(model.resolve("model.json")),
                        Files.readAllBytes(model.resolve("model.onnx")));
    }

    @Test
    void a_model_that_a_trusted_signer_signed_is_taken_and_the_signer_is_named() throws Exception {
        assertThat(check(false)).startsWith("ada (");
    }

    @Test
    void a_production_node_takes_no_unsigned_model_of_the_data_directory_and_a_lab_does() throws Exception {
        Files.delete(folder.resolve(ModelFolder.ID).resolve(ModelTrust.SIGNATURE));
        assertThatThrownBy(() -> check(false)).hasMessageContaining("is not signed");
        assertThat(check(true)).contains("the list of");
    }

    @Test
    void a_changed_record_and_a_changed_model_are_refused_even_in_a_lab_and_with_a_list_that_fits() throws Exception {
        Path record = folder.resolve(ModelFolder.ID).resolve("model.json");
        Files.writeString(record, Files.readString(record) + "\n");
        assertThatThrownBy(() -> check(true)).hasMessageContaining("the record of the model double was changed");
        aSignedModel();
        Path model = folder.resolve(ModelFolder.ID).resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        assertThatThrownBy(() -> check(true)).hasMessageContaining("the file of the model double was changed");
    }

    @Test
    void both_keys_have_to_have_made_it_and_the_signer_has_to_be_trusted() throws Exception {
        sign(classical, KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair());
        assertThatThrownBy(() -> check(false)).hasMessageContaining("does not hold");
        sign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), quantum);
        assertThatThrownBy(() -> check(false)).hasMessageContaining("does not hold");
        sign(classical, quantum);
        Files.delete(home.resolve("conf/trust/ada.pub"));
        assertThatThrownBy(() -> check(false)).hasMessageContaining("is not trusted");
    }

    @Test
    void a_node_with_a_tampered_model_is_not_ready_and_says_which() throws Exception {
        Path signature = folder.resolve(ModelFolder.ID).resolve(ModelTrust.SIGNATURE);
        Files.writeString(signature, Files.readString(signature).replace("2026-11-22", "2026-11-23"));
        ModelTrust trust = ModelTrust.node(false, List.of(folder), Optional.of(home));
        try (OnnxModels models = new OnnxModels(scratch.resolve("native"), List.of(folder), trust)) {
            assertThat(models.states()).singleElement().isInstanceOf(ModelState.Refused.class);
            assertThat(models.selfTest().passed()).isFalse();
            assertThat(models.selfTest().detail()).contains("does not hold");
        }
        aSignedModel();
        try (OnnxModels models = new OnnxModels(scratch.resolve("native"), List.of(folder), trust)) {
            assertThat(models.selfTest().passed()).isTrue();
        }
    }
}
