package io.x0tta6bl4.kubernetes.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One client for all requests, made anew when the file of the authorities changes. */
final class Clients implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Optional<Path> authorities;
    private @Nullable HttpClient client;
    private @Nullable FileTime made;
    private boolean closed;

    Clients(Optional<Path> authorities) {
        this.authorities = authorities;
    }

    synchronized HttpClient current() throws IOException {
        if (closed) throw new IOException("this node no longer speaks with the cluster");
        FileTime now = authorities.isPresent() ? Files.getLastModifiedTime(authorities.get()) : null;
        HttpClient known = client;
        if (known != null && java.util.Objects.equals(now, made)) return known;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (authorities.isPresent()) builder.sslContext(context(authorities.get()));
        HttpClient next = builder.build();
        if (known != null) known.shutdown(); // what is under way ends by itself
        client = next;
        made = now;
        return next;
    }

    private static SSLContext context(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in))
                trusted.setCertificateEntry("authority-" + number++, one);
            if (number == 0) throw new IOException("the file of authorities " + file + " holds no certificate");
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the file of authorities " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) client.shutdownNow();
        client = null;
    }
}
