package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MUSTs of JWT-SVID about keys and algorithms, by tokens that each of the algorithms signed. */
class JwtKeyTest {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final String CLAIMS = "{\"sub\":\"spiffe://example.org/web\",\"aud\":[\"reports\"],\"exp\":"
            + Pki.NOW.plusSeconds(300).getEpochSecond() + "}";

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        if (!algorithm.startsWith("ES")) {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            return rsa.generateKeyPair();
        }
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        String size = algorithm.equals("ES512") ? "521" : algorithm.substring(2);
        curve.initialize(new ECGenParameterSpec("secp" + size + "r1"));
        return curve.generateKeyPair();
    }

    /** RFC 7518, sections 3.3 to 3.5, written here once more and not taken from what is tested. */
    private static Signature signature(String algorithm) throws GeneralSecurityException {
        String digits = algorithm.substring(2);
        if (algorithm.startsWith("ES")) return Signature.getInstance("SHA" + digits + "withECDSAinP1363Format");
        if (algorithm.startsWith("RS")) return Signature.getInstance("SHA" + digits + "withRSA");
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec(
                "SHA-" + digits,
                "MGF1",
                new MGF1ParameterSpec("SHA-" + digits),
                Integer.parseInt(digits) / 8,
                PSSParameterSpec.TRAILER_FIELD_BC));
        return pss;
    }

    private static String token(String algorithm, KeyPair by, byte[] claims) throws GeneralSecurityException {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}";
        String signed = URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "." + URL.encodeToString(claims);
        Signature signature = signature(algorithm);
        signature.initSign(by.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }

    private static TrustBundle bundle(TrustDomain domain, KeyPair key) {
        return new TrustBundle(domain, List.of(), Map.of("k", key.getPublic()), OptionalLong.empty(), Optional.empty());
    }

    private static JwtVerdict judged(String token, TrustBundle... bundles) {
        return JwtValidator.validate(
                token,
                "reports",
                domain -> List.of(bundles).stream()
                        .filter(bundle -> bundle.trustDomain().equals(domain))
                        .findFirst(),
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

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"})
    void section_2_1_each_of_the_nine_algorithms_is_read(String algorithm) throws Exception {
        KeyPair key = pair(algorithm);
        String token = token(algorithm, key, CLAIMS.getBytes(StandardCharsets.UTF_8));
        assertThat(judged(token, bundle(Pki.DOMAIN, key))).isInstanceOf(JwtVerdict.Accepted.class);
        refused(judged(token, bundle(Pki.DOMAIN, pair(algorithm))), Refusal.FORGED_SIGNATURE);
    }

    @Test
    void section_4_the_algorithm_is_looked_at_before_anything_else() throws Exception {
        String nonsense = URL.encodeToString("{\"alg\":\"none\",\"jku\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        refused(
                judged(nonsense + "." + URL.encodeToString("{}".getBytes(StandardCharsets.UTF_8)) + "."),
                Refusal.WRONG_ALGORITHM);
    }

    @Test
    void workload_api_section_6_3_only_the_bundle_of_the_subjects_own_trust_domain_counts() throws Exception {
        KeyPair ours = pair("ES256");
        KeyPair theirs = pair("ES256");
        TrustBundle[] both = {bundle(Pki.DOMAIN, ours), bundle(new TrustDomain("other.org"), theirs)};
        byte[] claims = CLAIMS.getBytes(StandardCharsets.UTF_8);
        assertThat(judged(token("ES256", ours, claims), both)).isInstanceOf(JwtVerdict.Accepted.class);
        refused(judged(token("ES256", theirs, claims), both), Refusal.FORGED_SIGNATURE);
        refused(judged(token("ES256", ours, claims), both[1]), Refusal.UNKNOWN_TRUST_DOMAIN);
    }

    @Test
    void section_4_what_is_no_utf_8_is_no_token() throws Exception {
        KeyPair key = pair("ES256");
        byte[] claims = CLAIMS.replace("}", ",\"x\":\"?\"}").getBytes(StandardCharsets.US_ASCII);
        assertThat(judged(token("ES256", key, claims), bundle(Pki.DOMAIN, key)))
                .isInstanceOf(JwtVerdict.Accepted.class);
        claims[claims.length - 3] = (byte) 0xff;
        refused(judged(token("ES256", key, claims), bundle(Pki.DOMAIN, key)), Refusal.MALFORMED);
    }
}
