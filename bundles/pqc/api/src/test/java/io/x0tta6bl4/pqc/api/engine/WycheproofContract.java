package io.x0tta6bl4.pqc.api.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PqcContract;
import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.PublicKey;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The vectors of C2SP Wycheproof, one test for each. They come from outside: {@code -Dx0.wycheproof=DIR}, the folder that has
 * {@code mlkem_768_test.json}. Those for expanded private keys and for a precomputed {@code mu} are left out, because the api
 * has neither; where a provider takes no context, its refusal is what is tested.
 */
@EnabledIfSystemProperty(named = "x0.wycheproof", matches = ".+")
public interface WycheproofContract {

    Engine engine();

    Pqc pqc();

    private static Stream<JsonObject[]> vectors(String file) {
        Path path = Path.of(System.getProperty("x0.wycheproof"), file);
        try (InputStream in = Files.newInputStream(path)) {
            List<JsonObject[]> all = Json.createReader(in).readObject().getJsonArray("testGroups").stream()
                    .map(JsonObject.class::cast)
                    .flatMap(group -> group.getJsonArray("tests").stream()
                            .map(JsonObject.class::cast)
                            .map(test -> new JsonObject[] {group, test}))
                    .toList();
            assertThat(all).isNotEmpty();
            return all.stream();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + path, e);
        }
    }

    private static DynamicTest test(String file, JsonObject vector, PqcContract.Body<JsonObject> body) {
        return DynamicTest.dynamicTest(file + " " + vector.getInt("tcId"), () -> body.run(vector));
    }

    private static byte[] hex(JsonObject vector, String name) {
        return HexFormat.of().parseHex(vector.getString(name, ""));
    }

    private static boolean valid(JsonObject vector) {
        return vector.getString("result").equals("valid");
    }

    private Stream<KemAlgorithm> kems() {
        return Stream.of(KemAlgorithm.ML_KEM_512, KemAlgorithm.ML_KEM_768, KemAlgorithm.ML_KEM_1024);
    }

    private Stream<SignatureAlgorithm> signatures() {
        return Stream.of(SignatureAlgorithm.ML_DSA_44, SignatureAlgorithm.ML_DSA_65, SignatureAlgorithm.ML_DSA_87);
    }

    private static String file(Algorithm algorithm, String kind) {
        return algorithm
                        .standardName()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace("ml-", "ml")
                        .replace('-', '_') + "_" + kind + "test.json";
    }

    private static Primitive primitive(Algorithm algorithm) {
        return Primitive.of(algorithm).getFirst();
    }

    @TestFactory
    default Stream<DynamicTest> decapsulation() {
        return kems().flatMap(kem -> vectors(file(kem, ""))
                .map(v -> test(file(kem, ""), v[1], vector -> {
                    if (!valid(vector)) {
                        PqcContract.refused(
                                PqcException.Reason.MALFORMED,
                                () -> pqc().decapsulate(new PrivateKey(kem, hex(vector, "seed")), hex(vector, "c")));
                        return;
                    }
                    PrivateKey key = new PrivateKey(kem, hex(vector, "seed"));
                    assertThat(pqc().decapsulate(key, hex(vector, "c")).octets())
                            .isEqualTo(hex(vector, "K"));
                    assertThat(pqc().publicKey(key).encoded()).isEqualTo(hex(vector, "ek"));
                })));
    }

    @TestFactory
    default Stream<DynamicTest> encapsulation() {
        return kems().flatMap(kem -> vectors(file(kem, "encaps_"))
                .map(v -> test(file(kem, "encaps_"), v[1], vector -> {
                    if (!valid(vector)) {
                        PqcContract.refused(
                                PqcException.Reason.MALFORMED,
                                () -> pqc().encapsulate(new PublicKey(kem, hex(vector, "ek"))));
                        return;
                    }
                    Engine.Sealed made =
                            engine().encapsulate(primitive(kem), hex(vector, "ek"), new ChosenRandom(hex(vector, "m")));
                    assertThat(made.ciphertext()).isEqualTo(hex(vector, "c"));
                    assertThat(made.secret()).isEqualTo(hex(vector, "K"));
                })));
    }

    @TestFactory
    default Stream<DynamicTest> key_generation() {
        return kems().flatMap(kem -> vectors(file(kem, "keygen_seed_"))
                .map(v -> test(
                        file(kem, "keygen_seed_"),
                        v[1],
                        vector -> assertThat(pqc().publicKey(new PrivateKey(kem, hex(vector, "seed")))
                                        .encoded())
                                .isEqualTo(hex(vector, "ek")))));
    }

    @TestFactory
    default Stream<DynamicTest> verification() {
        return signatures()
                .flatMap(algorithm -> vectors(file(algorithm, "verify_"))
                        .filter(v -> v[1].containsKey("msg"))
                        .map(v -> test(
                                file(algorithm, "verify_"), v[1], vector -> verification(algorithm, v[0], vector))));
    }

    private void verification(SignatureAlgorithm algorithm, JsonObject group, JsonObject vector) {
        byte[] encoded = hex(group, "publicKey");
        byte[] context = hex(vector, "ctx");
        if (encoded.length != algorithm.publicKeyLength()) {
            PqcContract.refused(PqcException.Reason.MALFORMED, () -> new PublicKey(algorithm, encoded));
            return;
        }
        PublicKey key = new PublicKey(algorithm, encoded);
        if (context.length > pqc().contextLimit(algorithm)) {
            PqcContract.refused(
                    context.length > algorithm.contextLimit()
                            ? PqcException.Reason.MALFORMED
                            : PqcException.Reason.UNSUPPORTED,
                    () -> pqc().verify(key, hex(vector, "msg"), context, hex(vector, "sig")));
            return;
        }
        assertThat(pqc().verify(key, hex(vector, "msg"), context, hex(vector, "sig")))
                .isEqualTo(valid(vector));
    }

    @TestFactory
    default Stream<DynamicTest> signing() {
        return signatures()
                .flatMap(algorithm -> vectors(file(algorithm, "sign_seed_"))
                        .filter(v -> v[1].containsKey("msg"))
                        .map(v ->
                                test(file(algorithm, "sign_seed_"), v[1], vector -> signing(algorithm, v[0], vector))));
    }

    private void signing(SignatureAlgorithm algorithm, JsonObject group, JsonObject vector) throws Exception {
        byte[] seed = hex(group, "privateSeed");
        byte[] context = hex(vector, "ctx");
        byte[] message = hex(vector, "msg");
        if (seed.length != algorithm.privateKeyLength()) {
            PqcContract.refused(PqcException.Reason.MALFORMED, () -> new PrivateKey(algorithm, seed));
            return;
        }
        PrivateKey key = new PrivateKey(algorithm, seed);
        assertThat(pqc().publicKey(key).encoded()).isEqualTo(hex(group, "publicKey"));
        if (context.length > pqc().contextLimit(algorithm)) {
            PqcContract.refused(
                    context.length > algorithm.contextLimit()
                            ? PqcException.Reason.MALFORMED
                            : PqcException.Reason.UNSUPPORTED,
                    () -> pqc().sign(key, message, context));
            return;
        }
        assertThat(valid(vector)).isTrue();
        byte[] random = vector.containsKey("rnd") ? hex(vector, "rnd") : new byte[32];
        Engine.Native own = engine().read(primitive(algorithm), seed);
        assertThat(engine().sign(primitive(algorithm), own, message, context, new ChosenRandom(random)))
                .isEqualTo(hex(vector, "sig"));
    }
}
