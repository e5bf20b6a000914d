package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Makes certificates with any fault, which the authority itself cannot make. */
final class Pki {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final TrustDomain DOMAIN = new TrustDomain("example.org");

    private Pki() {}

    /** A certificate to be; every part can be left out or made wrong. */
    static final class Draft {
        List<String> uris = new ArrayList<>(List.of("spiffe://example.org/web"));
        List<String> dns = new ArrayList<>();
        Optional<BasicConstraints> constraints = Optional.of(new BasicConstraints(false));
        int usage = KeyUsage.digitalSignature;
        boolean usageCritical = true;
        boolean sanCritical = true;
        List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        Instant from = NOW.minusSeconds(60);
        Instant to = NOW.plusSeconds(3600);
        String subject = "";
        boolean purposesCritical;
        /** Further extensions, all of them critical. */
        Map<ASN1ObjectIdentifier, ASN1Encodable> critical = new LinkedHashMap<>();

        static Draft authority(String name) {
            Draft draft = new Draft();
            draft.uris = new ArrayList<>(List.of("spiffe://example.org"));
            draft.constraints = Optional.of(new BasicConstraints(true));
            draft.usage = KeyUsage.keyCertSign;
            draft.purposes = List.of();
            draft.subject = name;
            return draft;
        }
    }

    /** Who signs, and with what. */
    record Ca(X509Certificate certificate, KeyPair pair) {
        static Ca root(Draft draft) throws Exception {
            KeyPair pair = Algorithm.ECDSA_P256.generate();
            return new Ca(Pki.sign(draft, pair, pair, draft.subject), pair);
        }

        Ca under(Draft draft) throws Exception {
            KeyPair own = Algorithm.ECDSA_P256.generate();
            return new Ca(Pki.sign(draft, own, pair, name()), own);
        }

        X509Certificate leaf(Draft draft) throws Exception {
            return Pki.sign(draft, Algorithm.ECDSA_P256.generate(), pair, name());
        }

        /** As octets, for what the JDK does not even read. */
        byte[] leafOctets(Draft draft) throws Exception {
            return Pki.der(draft, Algorithm.ECDSA_P256.generate(), pair, name());
        }

        String name() {
            return certificate.getSubjectX500Principal().getName();
        }
    }

    static TrustBundle bundle(X509Certificate... authorities) {
        return new TrustBundle(DOMAIN, List.of(authorities), Map.of(), OptionalLong.empty(), Optional.empty());
    }

    private static X509Certificate sign(Draft draft, KeyPair own, KeyPair signer, String issuer) throws Exception {
        return Certificates.read(der(draft, own, signer, issuer));
    }

    private static byte[] der(Draft draft, KeyPair own, KeyPair signer, String issuer) throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        if (draft.constraints.isPresent())
            extensions.addExtension(Extension.basicConstraints, true, draft.constraints.get());
        if (draft.usage != 0)
            extensions.addExtension(Extension.keyUsage, draft.usageCritical, new KeyUsage(draft.usage));
        if (!draft.purposes.isEmpty())
            extensions.addExtension(
                    Extension.extendedKeyUsage,
                    draft.purposesCritical,
                    new ExtendedKeyUsage(draft.purposes.toArray(KeyPurposeId[]::new)));
        List<GeneralName> names = new ArrayList<>();
        draft.uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        draft.dns.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        if (!names.isEmpty())
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    draft.sanCritical,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
        for (var other : draft.critical.entrySet()) extensions.addExtension(other.getKey(), true, other.getValue());
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(Algorithm.ECDSA_P256.identifier));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
        generator.setSignature(algorithm);
        generator.setIssuer(new X500Name(issuer));
        generator.setSubject(new X500Name(draft.subject));
        generator.setStartDate(new Time(Date.from(draft.from)));
        generator.setEndDate(new Time(Date.from(draft.to)));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
        if (!extensions.isEmpty()) generator.setExtensions(extensions.generate());
        var content = generator.generateTBSCertificate();
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(content);
        parts.add(algorithm);
        parts.add(new DERBitString(Algorithm.ECDSA_P256.sign(signer.getPrivate(), content.getEncoded("DER"))));
        return new DERSequence(parts).getEncoded("DER");
    }

    /** The same certificate with one bit of its signature turned. */
    static byte[] forged(X509Certificate certificate) throws Exception {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        copy.write(certificate.getEncoded());
        byte[] octets = copy.toByteArray();
        octets[octets.length - 1] ^= 1;
        return octets;
    }
}
