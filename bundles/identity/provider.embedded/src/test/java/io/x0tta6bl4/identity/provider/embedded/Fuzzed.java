package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.embedded.Certificates.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a coverage-guided fuzzer gives to the three parsers of what strangers send; {@code x0 fuzz identity} runs it. An input is
 * refused in words or accepted under the one right name; everything else is thrown and ends the run.
 */
public final class Fuzzed {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final SpiffeId WEB = SpiffeId.parse("spiffe://example.org/web");
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final AuthorityKey KEY = key();
    private static final TrustBundle BUNDLE = new TrustBundle(
            WEB.trustDomain(),
            List.of(KEY.root()),
            Map.of(KEY.jwtId(), KEY.jwtPublic()),
            OptionalLong.empty(),
            Optional.empty());

    private Fuzzed() {}

    private static AuthorityKey key() {
        Path kept = Path.of(System.getProperty("x0.fuzz.authority", "none"));
        try {
            // The seeds are signed by it, so that the fuzzer begins with what is accepted.
            if (Files.isRegularFile(kept))
                return StateFormat.read(Files.readAllBytes(kept)).active();
            AuthorityKey made = AuthorityKey.generate(
                            WEB.trustDomain(), 1, Algorithm.ECDSA_P256, NOW.minusSeconds(60), Duration.ofDays(1))
                    .in(Authority.State.ACTIVE, NOW);
            if (!kept.toString().equals("none"))
                Files.write(kept, StateFormat.write(new AuthorityState(WEB.trustDomain(), 1, List.of(made))));
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<TrustBundle> bundle(TrustDomain domain) {
        return Optional.of(BUNDLE).filter(own -> own.trustDomain().equals(domain));
    }

    /** One certificate in DER. */
    public static final class Certificate {
        private Certificate() {}

        public static void fuzzerTestOneInput(byte[] input) {
            X509Verdict verdict = X509Validator.validateEncoded(List.of(input), Fuzzed::bundle, NOW);
            if (verdict instanceof X509Verdict.Accepted accepted
                    && !accepted.id().equals(WEB)) throw new IllegalStateException("accepted as " + accepted.id());
        }
    }

    /** A token: as a whole, its header alone, or its claims alone under a right signature. */
    public static final class Token {
        private Token() {}

        public static void fuzzerTestOneInput(byte[] input) {
            if (input.length == 0) return;
            byte[] rest = Arrays.copyOfRange(input, 1, input.length);
            String token = switch (input[0] % 3) {
                case 0 -> new String(rest, StandardCharsets.ISO_8859_1);
                case 1 -> URL.encodeToString(rest) + "." + URL.encodeToString(claims()) + ".AAAA";
                default -> signed(rest);
            };
            JwtVerdict verdict = JwtValidator.validate(token, "a", Fuzzed::bundle, NOW);
            if (verdict instanceof JwtVerdict.Accepted accepted
                    && !accepted.id().memberOf(WEB.trustDomain()))
                throw new IllegalStateException("accepted as " + accepted.id());
        }

        private static String signed(byte[] claims) {
            String text = URL.encodeToString(header()) + "." + URL.encodeToString(claims);
            try {
                Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
                signer.initSign(KEY.jwtKey());
                signer.update(text.getBytes(StandardCharsets.US_ASCII));
                return text + "." + URL.encodeToString(signer.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A bundle in JSON. */
    public static final class Bundle {
        private Bundle() {}

        public static void fuzzerTestOneInput(byte[] input) {
            try {
                BundleReader.read(WEB.trustDomain(), input);
            } catch (IllegalArgumentException refused) {
                if (String.valueOf(refused.getMessage()).isBlank())
                    throw new IllegalStateException("without words", refused);
            }
        }
    }

    private static byte[] header() {
        return ("{\"alg\":\"ES256\",\"kid\":\"" + KEY.jwtId() + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] claims() {
        return ("{\"sub\":\"" + WEB + "\",\"aud\":[\"a\"],\"exp\":"
                        + NOW.plusSeconds(60).getEpochSecond() + ",\"iat\":" + NOW.getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path folder, String name, int first, byte[] content) throws IOException {
        byte[] whole = new byte[content.length + (first < 0 ? 0 : 1)];
        if (first >= 0) whole[0] = (byte) first;
        System.arraycopy(content, 0, whole, whole.length - content.length, content.length);
        Files.write(Files.createDirectories(folder).resolve(name), whole);
    }

    /** Writes right inputs, from which the fuzzer begins, into the folders {@code certificate}, {@code token}, {@code bundle}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        X509Certificate leaf = Certificates.leaf(
                WEB,
                Algorithm.ECDSA_P256.generate().getPublic(),
                KEY.signer(),
                new Span(NOW.minusSeconds(10), NOW.plusSeconds(3600)));
        write(folder.resolve("certificate"), "leaf", -1, leaf.getEncoded());
        write(folder.resolve("certificate"), "root", -1, KEY.root().getEncoded());
        String token = JwtMaker.make(WEB, Set.of("a"), KEY, NOW, NOW.plusSeconds(60))
                .svid()
                .token();
        write(folder.resolve("token"), "whole", 0, token.getBytes(StandardCharsets.US_ASCII));
        write(folder.resolve("token"), "header", 1, header());
        write(folder.resolve("token"), "claims", 2, claims());
        write(folder.resolve("bundle"), "own", -1, BundleDocument.write(BUNDLE).getBytes(StandardCharsets.UTF_8));
    }
}
