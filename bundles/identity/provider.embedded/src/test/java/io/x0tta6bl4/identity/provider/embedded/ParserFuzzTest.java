package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.embedded.Pki.Ca;
import io.x0tta6bl4.identity.provider.embedded.Pki.Draft;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Right input, mutated at random from a fixed seed: the parsers refuse or accept and throw nothing else. Not guided by coverage.
 * {@code -Dx0.fuzz.runs=N} for more than the build has time for.
 */
class ParserFuzzTest {
    private static final int RUNS = Integer.getInteger("x0.fuzz.runs", 2_000);
    private static final String[] BITS = {
        "\"", "{", "}", "[", ",", ":", "null", "1e999", "\\u0000", ".", "=", "\n", "-1"
    };

    private final Random random = new Random(4);

    private byte[] mutated(byte[] input) {
        byte[] out = input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && out.length > 0; changes--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(5)) {
                case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> out[at] = (byte) random.nextInt(256);
                case 2 -> out = Arrays.copyOf(out, at);
                case 3 -> {
                    byte[] longer = Arrays.copyOf(out, out.length + at);
                    System.arraycopy(out, 0, longer, out.length, at);
                    out = longer;
                }
                default -> {
                    byte[] bit = BITS[random.nextInt(BITS.length)].getBytes(StandardCharsets.UTF_8);
                    System.arraycopy(bit, 0, out, at, Math.min(bit.length, out.length - at));
                }
            }
        }
        return out;
    }

    @Test
    void a_mutated_token_is_judged_and_never_more_than_the_right_one_is_accepted() throws Exception {
        AuthorityKey key = AuthorityKey.generate(Pki.DOMAIN, 1, Algorithm.ECDSA_P256, Pki.NOW, Duration.ofDays(1));
        TrustBundle bundle = new TrustBundle(
                Pki.DOMAIN,
                List.of(key.root()),
                Map.of(key.jwtId(), key.jwtPublic()),
                OptionalLong.empty(),
                Optional.empty());
        String token = JwtMaker.make(
                        SpiffeId.parse("spiffe://example.org/web"), Set.of("a"), key, Pki.NOW, Pki.NOW.plusSeconds(60))
                .svid()
                .token();
        String[] parts = token.split("\\.");
        for (int run = 0; run < RUNS; run++) {
            String wrong = run % 2 == 0
                    ? new String(mutated(token.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1)
                    : inside(parts, run / 2 % 2);
            JwtVerdict verdict = JwtValidator.validate(wrong, "a", domain -> Optional.of(bundle), Pki.NOW);
            if (verdict instanceof JwtVerdict.Accepted)
                assertThat(JwtValidator.signed(wrong)).isEqualTo(JwtValidator.signed(token));
        }
    }

    /** A token whose header or claims are mutated below their encoding. */
    private String inside(String[] parts, int which) {
        String[] changed = parts.clone();
        byte[] json = java.util.Base64.getUrlDecoder().decode(parts[which]);
        changed[which] = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(mutated(json));
        return String.join(".", changed);
    }

    @Test
    void a_mutated_certificate_is_judged_and_not_accepted_under_another_name() throws Exception {
        Ca root = Ca.root(Draft.authority("CN=root"));
        TrustBundle bundle = Pki.bundle(root.certificate());
        byte[] der = root.leaf(new Draft()).getEncoded();
        for (int run = 0; run < RUNS; run++) {
            X509Verdict verdict =
                    X509Validator.validateEncoded(List.of(mutated(der)), domain -> Optional.of(bundle), Pki.NOW);
            if (verdict instanceof X509Verdict.Accepted accepted)
                assertThat(accepted.id()).hasToString("spiffe://example.org/web");
        }
    }

    @Test
    void a_mutated_bundle_is_read_or_refused_in_words() throws Exception {
        byte[] document = BundleDocument.write(
                        Pki.bundle(Ca.root(Draft.authority("CN=root")).certificate()))
                .getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < RUNS; run++) {
            try {
                BundleReader.read(Pki.DOMAIN, mutated(document));
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
