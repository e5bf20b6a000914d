package io.x0tta6bl4.itests.scenarios.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The certificate that a program keeps in a folder, read with nothing but what the JDK has: a second opinion about the node. */
public final class ShownCertificate {
    private static final byte[] CHALLENGE = "prove it".getBytes(StandardCharsets.US_ASCII);
    private final Path folder;

    public ShownCertificate(Path folder) {
        this.folder = folder;
    }

    public Path file() {
        return folder.resolve("svid.pem");
    }

    /** The certificate as it stands in its file at this moment. */
    public X509Certificate now() throws IOException, GeneralSecurityException {
        return read(file()).getFirst();
    }

    /** Whether it is valid at this moment by the trust bundle beside it, and its key is the one beside it; throws why not. */
    public boolean proven() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = read(file());
        Set<TrustAnchor> anchors = read(folder.resolve("bundle.pem")).stream()
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
        PKIXParameters rules = new PKIXParameters(anchors);
        rules.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), rules);
        return fits(chain.getFirst());
    }

    private boolean fits(X509Certificate leaf) throws IOException, GeneralSecurityException {
        String body = Files.readString(folder.resolve("key.pem"))
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(CHALLENGE);
        byte[] signed = signature.sign();
        signature.initVerify(leaf.getPublicKey());
        signature.update(CHALLENGE);
        return signature.verify(signed);
    }

    /** When a third of its life is left: whoever was to renew it has not. */
    public static Instant lastThird(X509Certificate certificate) {
        long from = certificate.getNotBefore().getTime();
        long until = certificate.getNotAfter().getTime();
        return Instant.ofEpochMilli(until - (until - from) / 3);
    }

    @SuppressWarnings("unchecked")
    private static List<X509Certificate> read(Path file) throws IOException, GeneralSecurityException {
        byte[] octets = Files.readAllBytes(file);
        return List.copyOf((Collection<X509Certificate>)
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(octets)));
    }
}
