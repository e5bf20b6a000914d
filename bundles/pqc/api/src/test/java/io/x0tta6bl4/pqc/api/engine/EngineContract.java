package io.x0tta6bl4.pqc.api.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the engine of every real provider keeps: it is proven as it is, and no longer when one bit of it is wrong. */
public interface EngineContract {

    Engine engine();

    @Test
    default void it_gives_the_known_answers() {
        assertThat(KnownAnswers.prove(engine())).contains("known answers").endsWith("are right");
    }

    @TestFactory
    default Stream<DynamicTest> with_one_bit_wrong_it_is_not_proven() {
        return engine().primitives().stream()
                .flatMap(primitive -> Stream.of(CorruptedEngine.Place.values())
                        .filter(place -> place.concerns(primitive))
                        .map(place -> DynamicTest.dynamicTest(
                                primitive.standardName() + ", "
                                        + place.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                () -> refused(
                                        new CorruptedEngine(engine(), primitive, place), KnownAnswers.published()))));
    }

    /** What is proven late is not used before, and a provider that fails at it says so ever after. */
    @Test
    default void what_is_proven_late_serves_only_when_it_is_right() {
        for (Primitive late : KnownAnswers.LATE) {
            if (!engine().primitives().contains(late)) continue;
            ProvenPqc wrong = new ProvenPqc(new CorruptedEngine(
                    engine(),
                    late,
                    late == Primitive.SLH_DSA_SHA2_128S
                            ? CorruptedEngine.Place.PUBLIC_KEY
                            : CorruptedEngine.Place.SIGNATURE)) {};
            assertThat(wrong.algorithms())
                    .as("offered although it is not right")
                    .contains(KemAlgorithm.ML_KEM_768)
                    .doesNotContain(SignatureAlgorithm.SLH_DSA_SHA2_128F, SignatureAlgorithm.SLH_DSA_SHA2_128S);
            for (int i = 0; i < 2; i++)
                assertThatExceptionOfType(PqcException.class)
                        .isThrownBy(() -> wrong.generate(SignatureAlgorithm.SLH_DSA_SHA2_128F))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(PqcException.Reason.NOT_PROVEN));
            assertThat(wrong.selfTest().passed()).isFalse();
            assertThat(wrong.generate(KemAlgorithm.ML_KEM_768)).isNotNull();
            assertThat(new ProvenPqc(engine()) {}.algorithms()).contains(SignatureAlgorithm.SLH_DSA_SHA2_128F);
        }
    }

    @Test
    default void the_proof_by_which_it_serves_is_told_once_and_then_made_again() {
        Proof proof = KnownAnswers.proveFirst(engine());
        ProvenPqc served = new ProvenPqc(engine(), Optional.of(proof)) {};
        assertThat(served.selfTest().at()).isEqualTo(proof.at());
        assertThat(served.selfTest().at()).isAfter(proof.at());
        assertThat(served.selfTest().passed()).isTrue();
    }

    @TestFactory
    default Stream<DynamicTest> another_answer_than_the_known_one_is_noticed() {
        Properties published = KnownAnswers.published();
        return published.stringPropertyNames().stream()
                .filter(name -> name.matches(".*(sha256|secret|rejected|agree\\.public)"))
                .filter(name -> asked(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Properties changed = new Properties();
                    changed.putAll(published);
                    String answer = published.getProperty(name);
                    changed.setProperty(name, (answer.startsWith("0") ? "1" : "0") + answer.substring(1));
                    refused(engine(), changed);
                }));
    }

    private boolean asked(String name) {
        boolean other =
                engine().contextLimit() > 0 ? name.matches("ML-DSA-..\\.sign\\..*") : name.contains(".context.");
        return !other && engine().primitives().stream().anyMatch(p -> name.startsWith(p.standardName() + "."));
    }

    private static void refused(Engine engine, Properties answers) {
        assertThatExceptionOfType(PqcException.class)
                .isThrownBy(() -> KnownAnswers.prove(engine, engine.primitives(), answers))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(PqcException.Reason.NOT_PROVEN));
    }
}
