package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.X509TrustManager;

/** A handshake of the node with itself, in memory. */
final class SelfHandshake {
    private static final int ROUND_LIMIT = 100;
    private static final int BUFFER = 64 * 1024;

    private SelfHandshake() {}

    /** The cipher suite agreed on. */
    static String with(
            Group group, X509Svid own, Function<TrustDomain, Optional<TrustBundle>> bundles, InstantSource wall)
            throws IOException {
        Transport transport =
                new Transport(group, new OwnKeys(() -> Optional.of(own))).judgedBy(new Own(bundles, wall));
        SSLEngine client = transport.engine(false, "self", 1, Optional.empty());
        SSLEngine server = transport.engine(true, "", 0, Optional.empty());
        ByteBuffer there = ByteBuffer.allocate(BUFFER);
        ByteBuffer back = ByteBuffer.allocate(BUFFER);
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < ROUND_LIMIT; round++) {
            move(client, back, there);
            move(server, there, back);
            if (over(client) && over(server) && there.position() == 0 && back.position() == 0)
                return client.getSession().getCipherSuite();
        }
        throw new IOException("the handshake did not end within " + ROUND_LIMIT + " rounds");
    }

    private static boolean over(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Reads what came, if it is wanted, and writes what is to be sent. */
    private static void move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(BUFFER);
        in.flip();
        SSLEngineResult result;
        do {
            result = engine.unwrap(in, plain);
            tasks(engine);
        } while (result.bytesConsumed() > 0 && in.hasRemaining());
        in.compact();
        int before;
        do {
            before = out.position();
            engine.wrap(ByteBuffer.allocate(0), out);
            tasks(engine);
        } while (out.position() > before && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    /** Accepts a valid SVID. */
    private record Own(Function<TrustDomain, Optional<TrustBundle>> bundles, InstantSource wall)
            implements X509TrustManager {
        private void judge(X509Certificate[] chain) throws CertificateException {
            if (X509Validator.validate(List.of(chain), bundles, wall.instant()) instanceof X509Verdict.Refused refused)
                throw new PeerRefused("the node's own SVID is refused: " + refused.reason() + ": " + refused.detail());
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            judge(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            judge(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
