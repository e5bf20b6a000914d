package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes one name, proven by an X509-SVID, by the bundle of its own trust domain that is held at the moment of the handshake. */
final class ExpectedPeer extends X509ExtendedTrustManager {
    private final SpiffeId expected;
    private final Function<TrustDomain, Optional<TrustBundle>> bundles;
    private final InstantSource clock;
    private volatile Optional<String> refusal = Optional.empty();

    ExpectedPeer(SpiffeId expected, Function<TrustDomain, Optional<TrustBundle>> bundles, InstantSource clock) {
        this.expected = expected;
        this.bundles = bundles;
        this.clock = clock;
    }

    /** Why a peer was refused. */
    Optional<String> refusal() {
        return refusal;
    }

    private void judge(X509Certificate[] chain) throws CertificateException {
        Optional<String> why = objection(X509Validator.validate(List.of(chain), bundles, clock.instant()), expected);
        refusal = why;
        if (why.isPresent()) throw new CertificateException(why.get());
    }

    /** Pure. */
    static Optional<String> objection(X509Verdict verdict, SpiffeId expected) {
        return switch (verdict) {
            case X509Verdict.Refused refused ->
                Optional.of("the endpoint is not believed to be " + expected + ": " + refused.reason() + ", "
                        + refused.detail());
            case X509Verdict.Accepted accepted ->
                accepted.id().equals(expected)
                        ? Optional.empty()
                        : Optional.of("the endpoint is " + accepted.id() + " instead of " + expected);
        };
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw nobody();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw nobody();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw nobody();
    }

    private static CertificateException nobody() {
        return new CertificateException("a bundle endpoint asks nobody who he is");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
