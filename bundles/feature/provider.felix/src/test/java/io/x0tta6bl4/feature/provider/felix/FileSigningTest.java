package io.x0tta6bl4.feature.provider.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSigningTest {
    @TempDir
    Path work;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void signed() throws Exception {
        Files.writeString(work.resolve("node.tar"), "layers");
        Files.writeString(work.resolve("node.tar.cdx.json"), "{}");
        assertThat(x0("keygen", "maker", "--out", work.resolve("keys").toString()))
                .isZero();
        assertThat(x0("sign", file(), "--key", work.resolve("keys/maker.key").toString()))
                .isZero();
    }

    @Test
    void a_file_and_what_is_named_after_it_are_signed_together() {
        assertThat(verify()).isZero();
        assertThat(said.toString()).contains("node.tar is signed by maker").contains("[node.tar.cdx.json]");
    }

    @Test
    void a_changed_file_a_changed_companion_and_a_new_one_are_refused() throws Exception {
        Files.writeString(work.resolve("node.tar.cdx.json"), "{ }");
        assertThat(verify()).isEqualTo(1);
        Files.writeString(work.resolve("node.tar.cdx.json"), "{}");
        Files.writeString(work.resolve("node.tar.more"), "");
        assertThat(verify()).isEqualTo(1);
        Files.delete(work.resolve("node.tar.more"));
        Files.writeString(work.resolve("node.tar"), "layerz");
        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString()).contains("was changed after it was signed");
    }

    @Test
    void a_signer_that_nobody_trusts_is_refused() throws Exception {
        Files.delete(work.resolve("keys/maker.pub"));
        assertThat(verify()).isEqualTo(1);
        assertThat(said.toString()).contains("is not signed by a signer whose keys are in");
    }

    @Test
    void a_signature_put_beside_a_file_of_another_name_is_refused() throws Exception {
        Path other = work.resolve("other");
        Files.createDirectory(other);
        Files.writeString(other.resolve("old.tar"), "layers");
        String key = work.resolve("keys/maker.key").toString();
        assertThat(x0("sign", other.resolve("old.tar").toString(), "--key", key))
                .isZero();
        Files.move(other.resolve("old.tar"), other.resolve("new.tar"));
        Files.move(other.resolve("old.tar.sig"), other.resolve("new.tar.sig"));
        assertThat(x0(
                        "verify",
                        other.resolve("new.tar").toString(),
                        "--trust",
                        work.resolve("keys").toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("the signature is of file:old.tar and not of file:new.tar");
    }

    private String file() {
        return work.resolve("node.tar").toString();
    }

    private int verify() {
        return x0("verify", file(), "--trust", work.resolve("keys").toString());
    }

    private int x0(String... words) {
        PrintStream out = new PrintStream(said, true);
        return FeatureSigning.run(out, out, words);
    }
}
