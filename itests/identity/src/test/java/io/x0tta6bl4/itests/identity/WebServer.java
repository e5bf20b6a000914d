package io.x0tta6bl4.itests.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.x0tta6bl4.identity.api.X509Svid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A web server of somebody else: that of the JDK, with its TLS. */
final class WebServer implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final HttpsServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    final Map<String, String> asked = new ConcurrentHashMap<>();

    private WebServer(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(workers);
        server.start();
    }

    /** By a certificate of a certificate authority of the web, for these hosts. */
    static WebServer of(KeyStore keys) throws Exception {
        return new WebServer(keys);
    }

    /** By an SVID. */
    static WebServer of(X509Svid svid) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("svid", svid.key(), PASSWORD, svid.chain().toArray(X509Certificate[]::new));
        return new WebServer(keys);
    }

    /** A key with a certificate that it signed itself, for these names ({@code dns:localhost}, {@code ip:127.0.0.1}). */
    static KeyStore certificate(Path folder, String names) throws Exception {
        Path file = folder.resolve("web" + System.nanoTime() + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "web",
                        "-dname",
                        "CN=web",
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) throw new IllegalStateException("keytool: " + said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** Who trusts that certificate. */
    static TrustManager[] trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("web", keys.getCertificate("web"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        return managers.getTrustManagers();
    }

    WebServer at(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            asked.put(path, String.join(" ", exchange.getRequestHeaders().keySet()));
            handler.handle(exchange);
        });
        return this;
    }

    WebServer says(String path, String document) {
        return at(path, exchange -> answer(exchange, 200, document.getBytes(StandardCharsets.UTF_8)));
    }

    WebServer leads(String path, String to) {
        return at(path, exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            answer(exchange, 307, new byte[0]);
        });
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
        }
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
