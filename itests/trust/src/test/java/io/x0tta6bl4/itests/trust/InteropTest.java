package io.x0tta6bl4.itests.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.PublicKey;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import io.x0tta6bl4.pqc.provider.bouncycastle.BouncyCastlePqc;
import io.x0tta6bl4.pqc.provider.jdk.JdkPqc;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.condition.Condition;

/** What one provider makes, the other understands: keys, ciphertexts, signatures, and the secret of a tampered ciphertext. */
class InteropTest {
    private static final Pqc JDK = new JdkPqc(Condition.INSTANCE);
    private static final Pqc BOUNCY_CASTLE = new BouncyCastlePqc(Condition.INSTANCE);
    private static final byte[] MESSAGE = {1, 2, 3};

    static Stream<Arguments> kems() {
        return both(KemAlgorithm.class);
    }

    static Stream<Arguments> signatures() {
        return both(SignatureAlgorithm.class);
    }

    private static Stream<Arguments> both(Class<? extends Algorithm> kind) {
        List<Algorithm> common = JDK.algorithms().stream()
                .filter(kind::isInstance)
                .filter(BOUNCY_CASTLE.algorithms()::contains)
                .sorted(java.util.Comparator.comparing(Algorithm::standardName))
                .toList();
        return common.stream()
                .flatMap(a -> Stream.of(
                        Arguments.argumentSet(a.standardName() + ", JDK to Bouncy Castle", a, JDK, BOUNCY_CASTLE),
                        Arguments.argumentSet(a.standardName() + ", Bouncy Castle to JDK", a, BOUNCY_CASTLE, JDK)));
    }

    @Test
    void both_have_what_a_node_needs() {
        assertThat(kems()).hasSize(8);
        assertThat(signatures()).hasSize(8);
    }

    @ParameterizedTest
    @MethodSource("kems")
    void a_ciphertext_of_one_opens_with_the_other(KemAlgorithm kem, Pqc one, Pqc other) {
        PrivateKey made = one.generate(kem);
        PrivateKey carried = new PrivateKey(kem, made.encoded());
        PublicKey known = one.publicKey(made);
        assertThat(other.publicKey(carried)).isEqualTo(known);
        Encapsulation sealed = other.encapsulate(new PublicKey(kem, known.encoded()));
        assertThat(one.decapsulate(made, sealed.ciphertext()).matches(sealed.secret()))
                .isTrue();
        assertThat(other.decapsulate(carried, one.encapsulate(known).ciphertext())
                        .octets())
                .hasSize(kem.secretLength());
        byte[] tampered = sealed.ciphertext();
        tampered[11] ^= 4;
        assertThat(one.decapsulate(made, tampered).matches(other.decapsulate(carried, tampered)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void a_signature_of_one_is_verified_by_the_other(SignatureAlgorithm algorithm, Pqc one, Pqc other) {
        PrivateKey made = one.generate(algorithm);
        PublicKey known = one.publicKey(made);
        byte[] signature = one.sign(made, MESSAGE);
        assertThat(other.verify(known, MESSAGE, signature)).isTrue();
        assertThat(other.verify(known, new byte[0], signature)).isFalse();
        signature[signature.length / 2] ^= 1;
        assertThat(other.verify(known, MESSAGE, signature)).isFalse();
        PrivateKey carried = new PrivateKey(algorithm, made.encoded());
        assertThat(one.verify(known, MESSAGE, other.sign(carried, MESSAGE))).isTrue();
    }
}
