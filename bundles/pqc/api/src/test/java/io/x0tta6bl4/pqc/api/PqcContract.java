package io.x0tta6bl4.pqc.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every real provider keeps. A test of a provider implements it and gets these tests, one for each algorithm. */
public interface PqcContract {
    byte[] MESSAGE = "the quick brown fox".getBytes(StandardCharsets.US_ASCII);

    /** The provider under test. */
    Pqc pqc();

    default List<KemAlgorithm> kems() {
        return Arrays.stream(KemAlgorithm.values())
                .filter(pqc().algorithms()::contains)
                .toList();
    }

    default List<SignatureAlgorithm> signatures() {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(pqc().algorithms()::contains)
                .toList();
    }

    /** Those that sign in milliseconds. */
    default List<SignatureAlgorithm> fast() {
        return signatures().stream()
                .filter(a -> !a.standardName().startsWith("SLH"))
                .toList();
    }

    private static <A extends Algorithm> Stream<DynamicTest> each(List<A> algorithms, Body<A> body) {
        assertThat(algorithms).isNotEmpty();
        return algorithms.stream().map(a -> DynamicTest.dynamicTest(a.standardName(), () -> body.run(a)));
    }

    interface Body<A> {
        void run(A algorithm) throws Exception;
    }

    static void refused(PqcException.Reason reason, Callable<?> call) {
        assertThatExceptionOfType(PqcException.class)
                .isThrownBy(call::call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    static byte[] flipped(byte[] octets, int at) {
        byte[] other = octets.clone();
        other[at] ^= 1;
        return other;
    }

    @Test
    default void it_has_every_algorithm_that_a_node_needs() {
        assertThat(pqc().algorithms())
                .contains(KemAlgorithm.values())
                .contains(
                        SignatureAlgorithm.ML_DSA_44,
                        SignatureAlgorithm.ML_DSA_65,
                        SignatureAlgorithm.ML_DSA_87,
                        SignatureAlgorithm.ML_DSA_65_ED25519);
    }

    @TestFactory
    default Stream<DynamicTest> both_sides_of_an_encapsulation_share_a_secret_of_the_right_length() {
        return each(kems(), kem -> {
            PrivateKey key = pqc().generate(kem);
            Encapsulation made = pqc().encapsulate(pqc().publicKey(key));
            assertThat(made.ciphertext()).hasSize(kem.ciphertextLength());
            assertThat(made.secret().octets()).hasSize(kem.secretLength());
            assertThat(pqc().decapsulate(key, made.ciphertext()).matches(made.secret()))
                    .isTrue();
            assertThat(pqc().encapsulate(pqc().publicKey(key)).secret().matches(made.secret()))
                    .isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_tampered_ciphertext_gives_another_secret_and_no_error() {
        return each(kems(), kem -> {
            PrivateKey key = pqc().generate(kem);
            Encapsulation made = pqc().encapsulate(pqc().publicKey(key));
            for (int at : new int[] {0, kem.ciphertextLength() / 2, kem.ciphertextLength() - 33}) {
                byte[] tampered = flipped(made.ciphertext(), at);
                SharedSecret other = pqc().decapsulate(key, tampered);
                assertThat(other.matches(made.secret())).isFalse();
                assertThat(pqc().decapsulate(key, tampered).matches(other)).isTrue();
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> the_secret_of_a_tampered_ciphertext_is_the_one_that_fips_203_prescribes() {
        return each(List.of(KemAlgorithm.ML_KEM_512, KemAlgorithm.ML_KEM_768, KemAlgorithm.ML_KEM_1024), kem -> {
            PrivateKey key = pqc().generate(kem);
            byte[] tampered = flipped(pqc().encapsulate(pqc().publicKey(key)).ciphertext(), 7);
            MessageDigest shake = MessageDigest.getInstance("SHAKE256-512");
            shake.update(key.encoded(), 32, 32);
            assertThat(pqc().decapsulate(key, tampered).octets()).isEqualTo(Arrays.copyOf(shake.digest(tampered), 32));
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_ciphertext_of_a_wrong_length_is_refused() {
        return each(kems(), kem -> {
            PrivateKey key = pqc().generate(kem);
            for (int length : new int[] {0, 1, kem.ciphertextLength() - 1, kem.ciphertextLength() + 1})
                refused(PqcException.Reason.MALFORMED, () -> pqc().decapsulate(key, new byte[length]));
        });
    }

    @TestFactory
    default Stream<DynamicTest> keys_of_a_wrong_length_do_not_exist() {
        return each(Algorithm.all().toList(), algorithm -> {
            for (int more : new int[] {-1, 1}) {
                refused(
                        PqcException.Reason.MALFORMED,
                        () -> new PublicKey(algorithm, new byte[algorithm.publicKeyLength() + more]));
                refused(
                        PqcException.Reason.MALFORMED,
                        () -> new PrivateKey(algorithm, new byte[algorithm.privateKeyLength() + more]));
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_public_key_with_a_number_beyond_the_modulus_is_refused() {
        return each(kems(), kem -> {
            byte[] encoded = pqc().publicKey(pqc().generate(kem)).encoded();
            encoded[0] = (byte) 0xFF;
            encoded[1] |= 0x0F;
            refused(PqcException.Reason.MALFORMED, () -> pqc().encapsulate(new PublicKey(kem, encoded)));
        });
    }

    @Test
    default void a_classical_share_of_small_order_is_refused() {
        PrivateKey key = pqc().generate(KemAlgorithm.X25519_ML_KEM_768);
        byte[] encoded = pqc().publicKey(key).encoded();
        Arrays.fill(encoded, encoded.length - 32, encoded.length, (byte) 0);
        refused(
                PqcException.Reason.MALFORMED,
                () -> pqc().encapsulate(new PublicKey(KemAlgorithm.X25519_ML_KEM_768, encoded)));
        byte[] ciphertext = pqc().encapsulate(pqc().publicKey(key)).ciphertext();
        Arrays.fill(ciphertext, ciphertext.length - 32, ciphertext.length, (byte) 0);
        refused(PqcException.Reason.MALFORMED, () -> pqc().decapsulate(key, ciphertext));
    }

    @TestFactory
    default Stream<DynamicTest> what_is_signed_is_verified_and_nothing_else() {
        return each(signatures(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PublicKey known = pqc().publicKey(key);
            byte[] signature = pqc().sign(key, MESSAGE);
            assertThat(signature).hasSize(algorithm.signatureLength());
            assertThat(pqc().verify(known, MESSAGE, signature)).isTrue();
            assertThat(pqc().verify(known, flipped(MESSAGE, 3), signature)).isFalse();
            assertThat(pqc().verify(known, new byte[0], signature)).isFalse();
            assertThat(pqc().verify(pqc().publicKey(pqc().generate(algorithm)), MESSAGE, signature))
                    .isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_flipped_bit_anywhere_in_a_signature_makes_it_invalid() {
        return each(fast(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PublicKey known = pqc().publicKey(key);
            byte[] signature = pqc().sign(key, MESSAGE);
            for (int at = 0; at < signature.length; at += 61)
                assertThat(pqc().verify(known, MESSAGE, flipped(signature, at)))
                        .as("octet " + at)
                        .isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_signature_of_a_wrong_length_is_not_valid() {
        return each(fast(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            byte[] signature = pqc().sign(key, MESSAGE);
            for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1})
                assertThat(pqc().verify(pqc().publicKey(key), MESSAGE, Arrays.copyOf(signature, length)))
                        .isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> signing_twice_gives_two_signatures() {
        return each(fast(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            assertThat(pqc().sign(key, MESSAGE)).isNotEqualTo(pqc().sign(key, MESSAGE));
        });
    }

    @TestFactory
    default Stream<DynamicTest> empty_and_huge_messages_are_signed() {
        return each(fast(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PublicKey known = pqc().publicKey(key);
            for (byte[] message : new byte[][] {{}, new byte[8 * 1024 * 1024]})
                assertThat(pqc().verify(known, message, pqc().sign(key, message)))
                        .isTrue();
        });
    }

    @Test
    default void a_message_beyond_the_limit_is_refused() {
        PrivateKey key = pqc().generate(SignatureAlgorithm.ML_DSA_65);
        byte[] message = new byte[Pqc.MESSAGE_LIMIT + 1];
        refused(PqcException.Reason.MALFORMED, () -> pqc().sign(key, message));
        refused(PqcException.Reason.MALFORMED, () -> pqc().verify(pqc().publicKey(key), message, new byte[3309]));
    }

    @TestFactory
    default Stream<DynamicTest> a_context_is_bound_or_refused_and_never_ignored() {
        byte[] context = {1, 2, 3};
        return each(fast(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PublicKey known = pqc().publicKey(key);
            if (pqc().contextLimit(algorithm) == 0) {
                PqcException.Reason reason =
                        algorithm.contextLimit() == 0 ? PqcException.Reason.MALFORMED : PqcException.Reason.UNSUPPORTED;
                refused(reason, () -> pqc().sign(key, MESSAGE, context));
                refused(reason, () -> pqc().verify(known, MESSAGE, context, new byte[algorithm.signatureLength()]));
                return;
            }
            byte[] signature = pqc().sign(key, MESSAGE, context);
            assertThat(pqc().verify(known, MESSAGE, context, signature)).isTrue();
            assertThat(pqc().verify(known, MESSAGE, flipped(context, 0), signature))
                    .isFalse();
            assertThat(pqc().verify(known, MESSAGE, signature)).isFalse();
            byte[] longest = new byte[255];
            assertThat(pqc().verify(known, MESSAGE, longest, pqc().sign(key, MESSAGE, longest)))
                    .isTrue();
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_context_of_256_octets_is_refused() {
        return each(
                fast(),
                algorithm -> refused(
                        PqcException.Reason.MALFORMED,
                        () -> pqc().sign(pqc().generate(algorithm), MESSAGE, new byte[256])));
    }

    @Test
    default void neither_part_of_a_hybrid_signature_can_be_exchanged() {
        PrivateKey key = pqc().generate(SignatureAlgorithm.ML_DSA_65_ED25519);
        PublicKey known = pqc().publicKey(key);
        byte[] one = pqc().sign(key, MESSAGE);
        byte[] two = pqc().sign(key, MESSAGE);
        int classicalEnd = 32 + 64;
        byte[] mixed = one.clone();
        System.arraycopy(two, classicalEnd, mixed, classicalEnd, two.length - classicalEnd);
        assertThat(pqc().verify(known, MESSAGE, mixed)).isFalse();
        byte[] salted = one.clone();
        System.arraycopy(two, 0, salted, 0, 32);
        assertThat(pqc().verify(known, MESSAGE, salted)).isFalse();
        PublicKey quantum = new PublicKey(
                SignatureAlgorithm.ML_DSA_65, Arrays.copyOfRange(known.encoded(), 32, known.encoded().length));
        byte[] part = Arrays.copyOfRange(one, classicalEnd, one.length);
        assertThat(pqc().verify(quantum, MESSAGE, part)).isFalse();
    }

    @TestFactory
    default Stream<DynamicTest> a_key_survives_its_encoding() {
        return each(pqc().algorithms().stream().toList(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PrivateKey again = new PrivateKey(algorithm, key.encoded());
            assertThat(pqc().publicKey(again)).isEqualTo(pqc().publicKey(key));
            assertThat(key.toString()).isEqualTo(algorithm.standardName() + " private key");
        });
    }

    @TestFactory
    default Stream<DynamicTest> a_destroyed_key_is_refused_also_when_it_was_in_use_before() {
        return each(pqc().algorithms().stream().toList(), algorithm -> {
            PrivateKey key = pqc().generate(algorithm);
            PublicKey known = pqc().publicKey(key);
            Callable<?> use = algorithm instanceof KemAlgorithm
                    ? () -> pqc().decapsulate(key, pqc().encapsulate(known).ciphertext())
                    : () -> pqc().publicKey(key);
            use.call();
            key.destroy();
            key.destroy();
            assertThat(key.isDestroyed()).isTrue();
            refused(PqcException.Reason.DESTROYED, use);
            refused(PqcException.Reason.DESTROYED, key::encoded);
            if (algorithm instanceof SignatureAlgorithm)
                refused(PqcException.Reason.DESTROYED, () -> pqc().sign(key, MESSAGE));
        });
    }

    @Test
    default void a_destroyed_secret_is_refused() {
        SharedSecret secret = pqc().encapsulate(pqc().publicKey(pqc().generate(KemAlgorithm.ML_KEM_768)))
                .secret();
        secret.close();
        refused(PqcException.Reason.DESTROYED, secret::octets);
        refused(PqcException.Reason.DESTROYED, () -> secret.matches(secret));
        assertThat(secret).hasToString("shared secret, destroyed");
    }

    @Test
    default void a_key_of_the_other_kind_is_refused() {
        PrivateKey signs = pqc().generate(SignatureAlgorithm.ML_DSA_44);
        PrivateKey opens = pqc().generate(KemAlgorithm.ML_KEM_512);
        refused(PqcException.Reason.MALFORMED, () -> pqc().encapsulate(pqc().publicKey(signs)));
        refused(PqcException.Reason.MALFORMED, () -> pqc().decapsulate(signs, new byte[768]));
        refused(PqcException.Reason.MALFORMED, () -> pqc().sign(opens, MESSAGE));
        refused(PqcException.Reason.MALFORMED, () -> pqc().verify(pqc().publicKey(opens), MESSAGE, new byte[2420]));
    }

    @TestFactory
    default Stream<DynamicTest> an_algorithm_that_it_lacks_is_refused_as_unsupported() {
        return Algorithm.all()
                .filter(a -> !pqc().algorithms().contains(a))
                .map(a -> DynamicTest.dynamicTest(
                        a.standardName(), () -> refused(PqcException.Reason.UNSUPPORTED, () -> pqc().generate(a))));
    }

    @Test
    default void null_is_refused() {
        PrivateKey key = pqc().generate(SignatureAlgorithm.ML_DSA_44);
        PrivateKey opens = pqc().generate(KemAlgorithm.ML_KEM_512);
        assertThatNullPointerException().isThrownBy(() -> pqc().sign(key, nothing()));
        assertThatNullPointerException().isThrownBy(() -> pqc().sign(nothing(), MESSAGE));
        assertThatNullPointerException().isThrownBy(() -> pqc().encapsulate(nothing()));
        assertThatNullPointerException().isThrownBy(() -> pqc().decapsulate(opens, nothing()));
        assertThatNullPointerException().isThrownBy(() -> pqc().verify(pqc().publicKey(key), MESSAGE, nothing()));
        assertThatNullPointerException().isThrownBy(() -> new PublicKey(KemAlgorithm.ML_KEM_512, nothing()));
    }

    private static <T> T nothing() {
        return null;
    }

    @Test
    default void many_threads_share_one_key() throws Exception {
        PrivateKey opens = pqc().generate(KemAlgorithm.X25519_ML_KEM_768);
        PrivateKey signs = pqc().generate(SignatureAlgorithm.ML_DSA_65_ED25519);
        Function<Integer, Boolean> work = i -> {
            Encapsulation made = pqc().encapsulate(pqc().publicKey(opens));
            byte[] message = {i.byteValue()};
            return pqc().decapsulate(opens, made.ciphertext()).matches(made.secret())
                    && pqc().verify(pqc().publicKey(signs), message, pqc().sign(signs, message));
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int n = i;
                results.add(threads.submit(() -> work.apply(n)));
            }
            for (Future<Boolean> result : results) assertThat(result.get()).isTrue();
        }
    }

    @Test
    default void a_key_destroyed_while_threads_use_it_gives_right_answers_or_says_that_it_was_destroyed()
            throws Exception {
        for (int round = 0; round < 50; round++) {
            PrivateKey key = pqc().generate(KemAlgorithm.ML_KEM_768);
            Encapsulation made = pqc().encapsulate(pqc().publicKey(key));
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<String>> results = new ArrayList<>();
                for (int i = 0; i < 16; i++) results.add(threads.submit(() -> use(key, made)));
                key.destroy();
                for (Future<String> result : results)
                    assertThat(result.get()).isIn("right", PqcException.Reason.DESTROYED.name());
            }
        }
    }

    private String use(PrivateKey key, Encapsulation made) {
        try {
            return pqc().decapsulate(key, made.ciphertext()).matches(made.secret()) ? "right" : "wrong";
        } catch (PqcException e) {
            return e.reason().name();
        }
    }

    @Test
    default void nothing_is_registered_with_the_jdk() {
        List<String> before =
                Arrays.stream(Security.getProviders()).map(p -> p.getName()).toList();
        for (Algorithm algorithm : pqc().algorithms()) pqc().publicKey(pqc().generate(algorithm));
        assertThat(Arrays.stream(Security.getProviders()).map(p -> p.getName()))
                .isEqualTo(before)
                .doesNotContain("BC");
    }
}
