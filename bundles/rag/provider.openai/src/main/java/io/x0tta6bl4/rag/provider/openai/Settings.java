package io.x0tta6bl4.rag.provider.openai;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which server is asked, and how.
 *
 * @param base up to and with {@code /v1}; https, or http on this machine
 * @param model as the server names it
 * @param key file whose first line is the key; empty for a server that wants none
 * @param limit within which an answer must be there, whole
 */
record Settings(URI base, String model, Optional<Path> key, Duration limit) {
    static final String URL = "x0.rag.openai.url";
    static final String MODEL = "x0.rag.openai.model";
    static final String KEY = "x0.rag.openai.key-file";
    static final String LIMIT = "x0.rag.openai.seconds";
    private static final int LONGEST_SECONDS = 300;

    Settings {
        String host = String.valueOf(base.getHost());
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        boolean secret = "https".equals(base.getScheme());
        if (!secret && !("http".equals(base.getScheme()) && here))
            throw new IllegalArgumentException(
                    URL + " is '" + base + "'; wanted is https, or http to a server on this machine");
        if (model.isBlank()) throw new IllegalArgumentException(MODEL + " is empty; it names the model of the server");
        if (limit.isNegative() || limit.isZero() || limit.toSeconds() > LONGEST_SECONDS)
            throw new IllegalArgumentException(
                    LIMIT + " is " + limit.toSeconds() + "; wanted is 1 to " + LONGEST_SECONDS);
    }

    /** Out of the properties of the node; says which is missing or wrong. */
    static Settings of(UnaryOperator<@Nullable String> property) {
        String url = required(property, URL, "http://127.0.0.1:11434/v1");
        String seconds = Optional.ofNullable(property.apply(LIMIT)).orElse("30");
        if (!seconds.matches("\\d{1,6}"))
            throw new IllegalArgumentException(LIMIT + " is '" + seconds + "', which is no number of seconds");
        return new Settings(
                URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url),
                required(property, MODEL, "the name that the server gives its model"),
                Optional.ofNullable(property.apply(KEY)).map(Path::of),
                Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static String required(UnaryOperator<@Nullable String> property, String name, String example) {
        return Optional.ofNullable(property.apply(name))
                .filter(v -> !v.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(name + " is not set; X0_JAVA_OPTS='-D" + name
                        + "=…' at the start of the node sets it: " + example));
    }

    /** The key as it is now, so that a new one needs no restart. */
    Optional<String> secret() throws IOException {
        if (key.isEmpty()) return Optional.empty();
        String first =
                Files.readString(key.get()).lines().findFirst().orElse("").strip();
        if (first.isEmpty() || !first.chars().allMatch(c -> c > 32 && c < 127))
            throw new IOException("the first line of " + key.get() + " is no key");
        return Optional.of(first);
    }
}
