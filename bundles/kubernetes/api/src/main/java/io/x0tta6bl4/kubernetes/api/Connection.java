package io.x0tta6bl4.kubernetes.api;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the API server is and how it is reached.
 *
 * @param base https, or http of this machine only, where a proxy stands that adds the identity
 * @param token file with the token of the service account; read again for each request, because it is replaced while in use
 * @param authorities file with the certificates of who signed the server's, PEM; empty: those of the JDK
 */
public record Connection(URI base, Optional<Path> token, Optional<Path> authorities) {
    /** Variable of the environment: address of the API server, when it is not that of the pod. */
    public static final String API = "X0_KUBERNETES_API";

    /** Variable of the environment: file of the token. */
    public static final String TOKEN = "X0_KUBERNETES_TOKEN_FILE";

    /** Variable of the environment: file of the authorities. */
    public static final String AUTHORITIES = "X0_KUBERNETES_CA_FILE";

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public Connection {
        boolean known = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (base.getHost() == null || !known)
            throw new IllegalArgumentException(API + " is '" + base + "'; an address looks like https://10.96.0.1:443");
        if ("http".equals(base.getScheme()) && !LOOPBACK.contains(base.getHost()))
            throw new IllegalArgumentException(API + " is '" + base
                    + "': tokens leave this machine encrypted only; use https, or a proxy on 127.0.0.1");
    }

    /**
     * As the environment says: {@value #API} with {@value #TOKEN} and {@value #AUTHORITIES}; else the service account of the pod.
     *
     * @throws IllegalArgumentException when neither says where the server is; the message says what to do
     */
    public static Connection from(Map<String, String> environment) {
        String given = environment.getOrDefault(API, "").strip().replaceAll("/+$", "");
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (given.isEmpty() && host.isEmpty())
            throw new IllegalArgumentException("no API server is known: this is no pod (KUBERNETES_SERVICE_HOST is not"
                    + " set); set " + API + ", for example https://127.0.0.1:6443, with " + TOKEN + " and "
                    + AUTHORITIES);
        if (!given.isEmpty())
            return new Connection(address(given), file(environment, TOKEN), file(environment, AUTHORITIES));
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return new Connection(
                address("https://" + bracketed + ":" + port),
                file(environment, TOKEN).or(() -> Optional.of(ACCOUNT.resolve("token"))),
                file(environment, AUTHORITIES).or(() -> Optional.of(ACCOUNT.resolve("ca.crt"))));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(API + " is '" + text + "', and that is no address", e);
        }
    }

    private static Optional<Path> file(Map<String, String> environment, String name) {
        Optional<Path> file = Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        file.filter(Files::notExists).ifPresent(missing -> {
            throw new IllegalArgumentException(name + " is '" + missing + "', and there is no such file");
        });
        return file;
    }
}
