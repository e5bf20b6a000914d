package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.provider.federation.Relationship.Profile;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** One question to a bundle endpoint, over a connection of its own. */
final class Fetch {
    /** For all of it, redirects included. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** The most redirects that are followed. */
    static final int REDIRECTS = 3;

    private static final int CAUSES = 8;

    private final Function<TrustDomain, Optional<TrustBundle>> bundles;
    private final InstantSource clock;
    private final Supplier<SSLContext> web;

    /** @param web for {@code https_web}, anew for every question */
    Fetch(Function<TrustDomain, Optional<TrustBundle>> bundles, InstantSource clock, Supplier<SSLContext> web) {
        this.bundles = bundles;
        this.clock = clock;
        this.web = web;
    }

    /** @return a document, or why there is none */
    Reply fetch(URI url, Profile profile, Duration limit) throws InterruptedException {
        return switch (profile) {
            case Profile.Web() -> follow(url, web.get(), limit);
            case Profile.Spiffe spiffe -> {
                ExpectedPeer peer = new ExpectedPeer(spiffe.endpoint(), bundles, clock);
                Reply reply = follow(url, Tls.spiffe(peer), limit);
                yield reply instanceof Reply.Failed && peer.refusal().isPresent()
                        ? new Reply.Failed(peer.refusal().get())
                        : reply;
            }
        };
    }

    /** Wherever it leads, the same is asked of the certificate. */
    private static Reply follow(URI url, SSLContext context, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(context)
                .sslParameters(Tls.client())
                .build();
        try {
            URI at = url;
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                Reply reply = ask(client, at, deadline);
                if (!(reply instanceof Reply.Moved(URI to))) return reply;
                at = to;
            }
            return new Reply.Failed(url + " leads elsewhere more than " + REDIRECTS + " times");
        } catch (TimeoutException e) {
            return new Reply.Failed("no whole answer came within " + limit.toMillis() + " ms");
        } finally {
            client.shutdownNow();
        }
    }

    private static Reply ask(HttpClient client, URI at, long deadline) throws InterruptedException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(at)
                .GET()
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ForeignBundles.LIMIT));
        try {
            HttpResponse<byte[]> response = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Reply.of(at, response.statusCode(), response.headers().firstValue("Location"), response.body());
        } catch (ExecutionException e) {
            return new Reply.Failed(words(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    /** What a failure and what it goes back to say; its kind when none of them says anything. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES; depth++, cause = cause.getCause()) {
            String one = cause.getMessage();
            if (one != null && words.indexOf(one) < 0)
                words.append(words.isEmpty() ? "" : ": ").append(one);
        }
        if (!words.isEmpty()) return words.toString();
        return failure instanceof ConnectException
                ? "nobody answers there"
                : failure.getClass().getSimpleName();
    }
}
