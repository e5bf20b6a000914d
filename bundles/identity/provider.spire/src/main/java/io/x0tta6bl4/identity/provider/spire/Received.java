package io.x0tta6bl4.identity.provider.spire;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an agent sent, believed only after it was checked: the name is in the leaf, the chain holds by the bundle that came with it,
 * the private key is that of the leaf.
 *
 * @param svid the identity of this node
 * @param authorities certificates of authorities, by trust domain; the own one is always there
 */
record Received(X509Svid svid, Map<TrustDomain, List<X509Certificate>> authorities) {

    /**
     * @param wanted the identity to take, empty for the first one, as the standard says
     * @throws GeneralSecurityException when it is not to be believed; the message says why
     */
    static Received read(byte[] response, String wanted, Instant now) throws GeneralSecurityException, IOException {
        byte[] chosen = chosen(Wire.all(response, 1), wanted);
        SpiffeId id = name(Wire.text(chosen, 1));
        List<X509Certificate> chain = certificates(Wire.last(chosen, 2));
        Map<TrustDomain, List<X509Certificate>> authorities = new LinkedHashMap<>();
        authorities.put(id.trustDomain(), certificates(Wire.last(chosen, 4)));
        for (var entry : Wire.map(response, 3).entrySet())
            authorities.putIfAbsent(name(entry.getKey()).trustDomain(), certificates(entry.getValue()));
        if (chain.isEmpty()) throw new GeneralSecurityException("the SVID of " + id + " has no certificate");
        X509Svid svid = new X509Svid(id, chain, key(Wire.last(chosen, 3), chain.getFirst()));
        check(svid, authorities, now);
        return new Received(svid, authorities);
    }

    private static byte[] chosen(List<byte[]> svids, String wanted) throws GeneralSecurityException, IOException {
        List<String> names = new ArrayList<>();
        for (byte[] svid : svids) {
            names.add(Wire.text(svid, 1));
            if (wanted.isEmpty() || wanted.equals(names.getLast())) return svid;
        }
        throw new GeneralSecurityException(
                wanted.isEmpty()
                        ? "the agent sent no identity"
                        : "the agent has no identity " + wanted + " for this node, it has " + names);
    }

    private static SpiffeId name(String text) throws GeneralSecurityException {
        try {
            return SpiffeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    static List<X509Certificate> certificates(byte[] der) throws GeneralSecurityException {
        List<X509Certificate> read = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        while (in.available() > 0) read.add((X509Certificate) factory.generateCertificate(in));
        return read;
    }

    private static PrivateKey key(byte[] pkcs8, X509Certificate leaf) throws GeneralSecurityException {
        PublicKey ours = leaf.getPublicKey();
        PrivateKey key = KeyFactory.getInstance(ours.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        String algorithm = ours.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] probe = new byte[32];
        new SecureRandom().nextBytes(probe);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(ours);
        verifier.update(probe);
        if (!verifier.verify(signer.sign()))
            throw new GeneralSecurityException("the private key is not that of the certificate");
        return key;
    }

    private static void check(X509Svid svid, Map<TrustDomain, List<X509Certificate>> authorities, Instant now)
            throws GeneralSecurityException {
        X509Verdict verdict = X509Validator.validate(
                svid.chain(),
                domain -> Optional.ofNullable(authorities.get(domain)).map(all -> bundle(domain, all, Map.of())),
                now);
        switch (verdict) {
            case X509Verdict.Accepted accepted -> {
                if (!accepted.id().equals(svid.id()))
                    throw new GeneralSecurityException(
                            "the agent says " + svid.id() + ", the certificate " + accepted.id());
            }
            case X509Verdict.Refused refused ->
                throw new GeneralSecurityException("the SVID of " + svid.id() + " is not to be believed: "
                        + refused.reason() + ", " + refused.detail());
        }
    }

    static TrustBundle bundle(TrustDomain domain, List<X509Certificate> x509, Map<String, PublicKey> jwt) {
        return new TrustBundle(domain, x509, jwt, OptionalLong.empty(), Optional.empty());
    }

    /** Agents renew at half life; when a quarter is left something is wrong. */
    boolean late(Instant now) {
        Duration life = Duration.between(svid.notBefore(), svid.expires());
        return now.isAfter(svid.expires().minus(life.dividedBy(4)));
    }
}
