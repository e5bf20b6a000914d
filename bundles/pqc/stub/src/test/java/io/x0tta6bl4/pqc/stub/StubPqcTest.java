package io.x0tta6bl4.pqc.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import io.x0tta6bl4.pqc.api.engine.KnownAnswers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StubPqcTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final Pqc pqc = new StubPqc();

    @Test
    void it_has_every_algorithm() {
        assertThat(pqc.algorithms()).containsExactlyInAnyOrderElementsOf(all().toList());
    }

    private static Stream<Algorithm> all() {
        return Algorithm.all();
    }

    @ParameterizedTest
    @EnumSource
    void both_sides_share_a_secret_that_is_none(KemAlgorithm kem) {
        PrivateKey key = pqc.generate(kem);
        Encapsulation made = pqc.encapsulate(pqc.publicKey(key));
        assertThat(made.ciphertext()).hasSize(kem.ciphertextLength());
        assertThat(pqc.decapsulate(key, made.ciphertext()).matches(made.secret()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void it_signs_in_form(SignatureAlgorithm algorithm) {
        PrivateKey key = pqc.generate(algorithm);
        byte[] signature = pqc.sign(key, MESSAGE);
        assertThat(signature).hasSize(algorithm.signatureLength());
        assertThat(pqc.verify(pqc.publicKey(key), MESSAGE, signature)).isTrue();
        assertThat(pqc.verify(pqc.publicKey(key), new byte[0], signature)).isFalse();
    }

    @Test
    void it_gives_no_known_answer_and_admits_that_it_is_a_stub() {
        assertThatExceptionOfType(PqcException.class).isThrownBy(() -> KnownAnswers.prove(new StubEngine()));
        assertThat(new StubPqc().selfTest().detail()).contains("none of which protects anything");
    }
}
