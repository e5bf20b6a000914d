package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Makes certificates as X509-SVID demands them: roots that only sign, leaves that only authenticate. */
final class Certificates {
    private static final int SERIAL_BITS = 127;
    private static final int KEY_IDENTIFIER = 20;

    private Certificates() {}

    /** From when until when a certificate is valid; X.509 knows whole seconds. */
    record Span(Instant from, Instant to) {
        Span {
            if (!from.isBefore(to)) throw new IllegalArgumentException("valid from " + from + " until " + to);
        }
    }

    /** Who signs: a name, a key, and by which algorithm. */
    record Signer(X500Name name, PublicKey publicKey, PrivateKey key, Algorithm algorithm) {}

    static X509Certificate root(TrustDomain domain, int number, KeyPair pair, Algorithm algorithm, Span span)
            throws GeneralSecurityException {
        String serial = java.util.HexFormat.of().formatHex(identifier(pair.getPublic()), 0, 8);
        X500Name name = new X500Name("SERIALNUMBER=" + serial + ",CN=authority " + number);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        try {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            extensions.addExtension(Extension.subjectAlternativeName, false, uri(domain.id()));
            extensions.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(pair.getPublic())));
            Signer self = new Signer(name, pair.getPublic(), pair.getPrivate(), algorithm);
            return signed(self, name, pair.getPublic(), span, extensions);
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate could not be encoded", e);
        }
    }

    static X509Certificate leaf(SpiffeId id, PublicKey key, Signer signer, Span span) throws GeneralSecurityException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        try {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            KeyPurposeId[] both = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(both));
            // Critical, because the subject is empty: the SPIFFE ID is the only name.
            extensions.addExtension(Extension.subjectAlternativeName, true, uri(id));
            extensions.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(key)));
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(identifier(signer.publicKey())));
            return signed(signer, new X500Name(""), key, span, extensions);
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate could not be encoded", e);
        }
    }

    private static GeneralNames uri(SpiffeId id) {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id.toString()));
    }

    private static X509Certificate signed(
            Signer signer, X500Name subject, PublicKey key, Span span, ExtensionsGenerator extensions)
            throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(signer.algorithm().identifier));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(serial()));
        generator.setSignature(algorithm);
        generator.setIssuer(signer.name());
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(span.from())));
        generator.setEndDate(new Time(Date.from(span.to())));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        generator.setExtensions(extensions.generate());
        TBSCertificate content = generator.generateTBSCertificate();
        byte[] signature = signer.algorithm().sign(signer.key(), content.getEncoded(ASN1Encoding.DER));
        ASN1EncodableVector parts = new ASN1EncodableVector(3);
        parts.add(content);
        parts.add(algorithm);
        parts.add(new DERBitString(signature));
        return read(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
    }

    static X509Certificate read(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** RFC 7093, section 2, method 1. */
    static byte[] identifier(PublicKey key) throws GeneralSecurityException {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bits), KEY_IDENTIFIER);
    }
}
