package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.ShownTokens;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every MUST of JWT-SVID, and the refusals. */
class JwtSvidTest {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final long NOW = Pki.NOW.getEpochSecond();
    private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"JWT\"}";
    private static final String CLAIMS = claims(
            "\"sub\":\"spiffe://example.org/web\",\"aud\":[\"reports\"],\"exp\":" + (NOW + 300) + ",\"iat\":" + NOW);
    private static KeyPair pair;
    private static TrustBundle bundle;

    @BeforeAll
    static void authority() throws Exception {
        pair = Algorithm.ECDSA_P256.generate();
        bundle = new TrustBundle(
                Pki.DOMAIN, List.of(), Map.of("k", pair.getPublic()), OptionalLong.empty(), Optional.empty());
    }

    private static String claims(String inner) {
        return "{" + inner + "}";
    }

    private static String encoded(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(String header, String claims) throws Exception {
        String signed = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }

    private static JwtVerdict judged(String token) {
        return JwtValidator.validate(
                token,
                "reports",
                domain -> domain.equals(Pki.DOMAIN) ? Optional.of(bundle) : Optional.empty(),
                Pki.NOW);
    }

    private static void refused(JwtVerdict verdict, Refusal reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        JwtVerdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }

    @Test
    void a_token_signed_by_a_key_of_the_bundle_is_accepted() throws Exception {
        assertThat(judged(token(HEADER, CLAIMS))).isInstanceOfSatisfying(JwtVerdict.Accepted.class, accepted -> {
            assertThat(accepted.id()).hasToString("spiffe://example.org/web");
            assertThat(accepted.expires()).isEqualTo(Instant.ofEpochSecond(NOW + 300));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "ML-DSA-65", "EdDSA", "es256", "ES256K", ""})
    void section_2_1_an_algorithm_that_is_not_in_the_list_is_refused(String algorithm) throws Exception {
        refused(judged(token("{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}", CLAIMS)), Refusal.WRONG_ALGORITHM);
    }

    @Test
    void section_2_1_a_missing_algorithm_is_refused() throws Exception {
        refused(judged(token("{\"kid\":\"k\"}", CLAIMS)), Refusal.WRONG_ALGORITHM);
    }

    @Test
    void section_2_1_the_algorithm_is_that_of_the_key() throws Exception {
        refused(judged(token("{\"alg\":\"ES384\",\"kid\":\"k\"}", CLAIMS)), Refusal.WRONG_ALGORITHM);
        refused(judged(token("{\"alg\":\"RS256\",\"kid\":\"k\"}", CLAIMS)), Refusal.WRONG_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"jwk\":{}", "\"jku\":\"https://evil\"", "\"x5c\":[]", "\"crit\":[\"exp\"]", "\"b64\":false"})
    void section_2_a_header_that_is_not_described_is_refused(String header) throws Exception {
        refused(judged(token("{\"alg\":\"ES256\",\"kid\":\"k\"," + header + "}", CLAIMS)), Refusal.WRONG_HEADER);
    }

    @Test
    void section_2_2_the_key_id_is_optional() throws Exception {
        assertThat(judged(token("{\"alg\":\"ES256\"}", CLAIMS))).isInstanceOf(JwtVerdict.Accepted.class);
        refused(judged(token("{\"alg\":\"ES256\",\"kid\":7}", CLAIMS)), Refusal.WRONG_HEADER);
    }

    @Test
    void section_2_3_the_type_is_jwt_or_jose() throws Exception {
        assertThat(judged(token("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"JOSE\"}", CLAIMS)))
                .isInstanceOf(JwtVerdict.Accepted.class);
        refused(judged(token("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"at+jwt\"}", CLAIMS)), Refusal.WRONG_HEADER);
    }

    @Test
    void section_3_1_the_subject_is_a_spiffe_id() throws Exception {
        String rest = ",\"aud\":[\"reports\"],\"exp\":" + (NOW + 300);
        refused(judged(token(HEADER, claims("\"x\":1" + rest))), Refusal.MISSING_CLAIM);
        refused(judged(token(HEADER, claims("\"sub\":7" + rest))), Refusal.MISSING_CLAIM);
        refused(judged(token(HEADER, claims("\"sub\":\"web\"" + rest))), Refusal.NOT_A_SPIFFE_ID);
        refused(judged(token(HEADER, claims("\"sub\":\"spiffe://example.org\"" + rest))), Refusal.NO_PATH);
        refused(
                judged(token(HEADER, claims("\"sub\":\"spiffe://example.org.evil/web\"" + rest))),
                Refusal.UNKNOWN_TRUST_DOMAIN);
    }

    @Test
    void section_3_2_the_audience_is_there_and_names_who_asks() throws Exception {
        String rest = "\"sub\":\"spiffe://example.org/web\",\"exp\":" + (NOW + 300);
        refused(judged(token(HEADER, claims(rest))), Refusal.WRONG_AUDIENCE);
        refused(judged(token(HEADER, claims(rest + ",\"aud\":[]"))), Refusal.WRONG_AUDIENCE);
        refused(judged(token(HEADER, claims(rest + ",\"aud\":[\"other\"]"))), Refusal.WRONG_AUDIENCE);
        refused(judged(token(HEADER, claims(rest + ",\"aud\":\"report\""))), Refusal.WRONG_AUDIENCE);
        refused(judged(token(HEADER, claims(rest + ",\"aud\":[7,\"reports\"]"))), Refusal.WRONG_AUDIENCE);
        assertThat(judged(token(HEADER, claims(rest + ",\"aud\":\"reports\""))))
                .isInstanceOf(JwtVerdict.Accepted.class);
    }

    @Test
    void section_3_3_the_expiry_is_there_and_kept() throws Exception {
        String rest = "\"sub\":\"spiffe://example.org/web\",\"aud\":[\"reports\"]";
        refused(judged(token(HEADER, claims(rest))), Refusal.MISSING_CLAIM);
        refused(judged(token(HEADER, claims(rest + ",\"exp\":\"soon\""))), Refusal.MISSING_CLAIM);
        refused(judged(token(HEADER, claims(rest + ",\"exp\":1e999999999"))), Refusal.MISSING_CLAIM);
        refused(judged(token(HEADER, claims(rest + ",\"exp\":" + (NOW - 10)))), Refusal.EXPIRED);
        assertThat(judged(token(HEADER, claims(rest + ",\"exp\":" + (NOW - 9)))))
                .isInstanceOf(JwtVerdict.Accepted.class);
        refused(
                judged(token(HEADER, claims(rest + ",\"exp\":" + (NOW + 300) + ",\"nbf\":" + (NOW + 11)))),
                Refusal.NOT_YET_VALID);
    }

    @Test
    void section_4_a_forged_signature_is_refused() throws Exception {
        String good = token(HEADER, CLAIMS);
        String other = encoded(CLAIMS.replace("/web", "/root"));
        String[] parts = good.split("\\.");
        refused(judged(parts[0] + "." + other + "." + parts[2]), Refusal.FORGED_SIGNATURE);
        refused(judged(parts[0] + "." + parts[1] + "."), Refusal.FORGED_SIGNATURE);
        refused(judged(parts[0] + "." + parts[1] + "." + URL.encodeToString(new byte[64])), Refusal.FORGED_SIGNATURE);
    }

    @Test
    void section_4_a_key_that_is_not_in_the_bundle_is_unknown() throws Exception {
        refused(judged(token("{\"alg\":\"ES256\",\"kid\":\"x\"}", CLAIMS)), Refusal.UNKNOWN_ISSUER);
    }

    @Test
    void section_5_1_only_the_compact_serialization_is_read() throws Exception {
        String good = token(HEADER, CLAIMS);
        for (String wrong : List.of(
                "{\"payload\":\"\",\"signatures\":[]}",
                "a.b",
                good + ".x",
                good + "=",
                "." + good,
                good.replace('.', ' '))) refused(judged(wrong), Refusal.MALFORMED);
        refused(judged(""), Refusal.EMPTY);
        refused(judged("x".repeat(JwtSource.TOKEN_LIMIT + 1)), Refusal.TOO_LARGE);
        refused(judged(token("{\"alg\":\"none\",\"alg\":\"ES256\"}", CLAIMS)), Refusal.MALFORMED);
    }

    @Test
    void rsa_keys_of_a_federated_domain_are_used_with_rs_and_ps() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        TrustBundle foreign = new TrustBundle(
                Pki.DOMAIN, List.of(), Map.of("k", rsa.getPublic()), OptionalLong.empty(), Optional.empty());
        String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "." + encoded(CLAIMS);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        String token = signed + "." + URL.encodeToString(signature.sign());

        assertThat(JwtValidator.validate(token, "reports", domain -> Optional.of(foreign), Pki.NOW))
                .isInstanceOf(JwtVerdict.Accepted.class);
    }

    @Test
    void a_token_is_shown_once() throws Exception {
        ShownTokens seen = new ShownTokens(Pki.NOW, 2);
        String token = token(HEADER, CLAIMS);
        JwtVerdict.Accepted accepted = (JwtVerdict.Accepted) judged(token);

        assertThat(shown(seen, token, Pki.NOW)).isEqualTo(accepted);
        refused(shown(seen, token, Pki.NOW), Refusal.REPLAYED);
        // ECDSA: (r, n - s) signs as well as (r, s); it is the same token all the same.
        refused(shown(seen, mirrored(token), Pki.NOW), Refusal.REPLAYED);
    }

    private static JwtVerdict shown(ShownTokens to, String token, Instant now) throws Exception {
        JwtVerdict.Accepted accepted = (JwtVerdict.Accepted) judged(token);
        return to.first(token, accepted, JwtValidator.issued(accepted), now);
    }

    private static String mirrored(String token) {
        int dot = token.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
        BigInteger order = ((ECPublicKey) pair.getPublic()).getParams().getOrder();
        BigInteger s = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
        byte[] other = s.toByteArray();
        byte[] out = Arrays.copyOf(signature, 64);
        Arrays.fill(out, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, out, 64 - length, length);
        return token.substring(0, dot + 1) + URL.encodeToString(out);
    }

    @Test
    void what_was_made_before_showings_were_remembered_counts_as_shown() throws Exception {
        ShownTokens later = new ShownTokens(Pki.NOW.plus(Duration.ofSeconds(5)), 2);
        String token = token(HEADER, CLAIMS);
        refused(shown(later, token, Pki.NOW.plusSeconds(6)), Refusal.REPLAYED);
    }

    @Test
    void without_room_to_remember_a_token_is_refused() throws Exception {
        ShownTokens small = new ShownTokens(Pki.NOW, 1);
        String one = token(HEADER, CLAIMS);
        String other = token(HEADER, CLAIMS.replace("/web", "/other"));
        shown(small, one, Pki.NOW);
        refused(shown(small, other, Pki.NOW), Refusal.REPLAYED);
    }

    @Test
    void what_is_issued_is_accepted_for_each_of_its_audiences() throws Exception {
        AuthorityKey key = AuthorityKey.generate(Pki.DOMAIN, 1, Algorithm.ML_DSA_65, Pki.NOW, Duration.ofDays(1));
        TrustBundle own = new TrustBundle(
                Pki.DOMAIN,
                List.of(key.root()),
                Map.of(key.jwtId(), key.jwtPublic()),
                OptionalLong.empty(),
                Optional.empty());
        String token = JwtMaker.make(
                        SpiffeId.parse("spiffe://example.org/web"),
                        Set.of("a", "b"),
                        key,
                        Pki.NOW,
                        Pki.NOW.plusSeconds(60))
                .svid()
                .token();
        for (String audience : List.of("a", "b"))
            assertThat(JwtValidator.validate(token, audience, domain -> Optional.of(own), Pki.NOW))
                    .isInstanceOf(JwtVerdict.Accepted.class);
    }
}
