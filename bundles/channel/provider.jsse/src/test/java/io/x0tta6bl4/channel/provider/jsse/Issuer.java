package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests that also issues what no authority may. */
final class Issuer {
    private static final AtomicLong SERIALS = new AtomicLong(1);

    final TrustDomain domain;
    final KeyPair keys;
    final X509Certificate root;

    /** What a certificate is to say. */
    record Wish(List<String> uris, boolean ca, int usage, Instant from, Instant until, Optional<KeyPair> signer) {
        static Wish of(String... uris) {
            Instant now = Instant.now();
            return new Wish(
                    List.of(uris),
                    false,
                    KeyUsage.digitalSignature,
                    now.minusSeconds(60),
                    now.plus(Duration.ofHours(1)),
                    Optional.empty());
        }

        Wish authority() {
            return new Wish(uris, true, KeyUsage.digitalSignature | KeyUsage.keyCertSign, from, until, signer);
        }

        Wish usage(int other) {
            return new Wish(uris, ca, other, from, until, signer);
        }

        Wish valid(Instant begin, Instant end) {
            return new Wish(uris, ca, usage, begin, end, signer);
        }

        Wish signedBy(KeyPair other) {
            return new Wish(uris, ca, usage, from, until, Optional.of(other));
        }
    }

    Issuer(String domain) {
        this(domain, pair());
    }

    Issuer(String domain, KeyPair keys) {
        this.keys = keys;
        this.domain = new TrustDomain(domain);
        this.root = certificate(Wish.of("spiffe://" + domain).authority().usage(KeyUsage.keyCertSign), keys);
    }

    static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    X509Svid svid(String id) {
        return svid(id, Wish.of(id));
    }

    X509Svid svid(String id, Wish wish) {
        return svid(id, wish, pair());
    }

    X509Svid svid(String id, Wish wish, KeyPair own) {
        return new X509Svid(SpiffeId.parse(id), List.of(certificate(wish, own)), own.getPrivate());
    }

    private X509Certificate certificate(Wish wish, KeyPair own) {
        try {
            X500Name issuer = new X500Name("CN=" + domain.name());
            boolean self = own == keys;
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIALS.incrementAndGet()),
                    Date.from(wish.from()),
                    Date.from(wish.until()),
                    self ? issuer : new X500Name("CN=leaf"),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.ca()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
            if (!wish.uris().isEmpty())
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(wish.uris().stream()
                                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                                .toArray(GeneralName[]::new)));
            PrivateKey by = wish.signer().orElse(keys).getPrivate();
            var signer = new JcaContentSignerBuilder(by.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "ML-DSA-65")
                    .build(by);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    TrustBundle bundle() {
        return new TrustBundle(domain, List.of(root), Map.of(), OptionalLong.empty(), Optional.empty());
    }
}
