package io.x0tta6bl4.platform.keeper;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/** What the keeper remembers of one bundle of the loop. Used by the keeper's one thread, times in nanoseconds. */
final class Ward {
    /** So often within {@link #RESCUES_WITHIN} a content is put back; after that the keeper gives up. */
    static final int RESCUES = 3;

    static final Duration RESCUES_WITHIN = Duration.ofHours(1);

    private static final Duration TEST_AGAIN = Duration.ofSeconds(2);

    final Bundle bundle;
    private final Deque<Long> rescues = new ArrayDeque<>();
    /** Came while the node ran, so it is its installer's until it has worked once. */
    private boolean newcomer;

    private long modified;
    private boolean proven;
    private Optional<Long> goodSince = Optional.empty();
    private Optional<Long> badSince = Optional.empty();
    private String hopeless = "";
    private Optional<String> digest = Optional.empty();
    private Optional<Tested> tested = Optional.empty();

    private record Tested(long at, Optional<String> failure) {}

    Ward(Bundle bundle, boolean newcomer) {
        this.bundle = bundle;
        this.newcomer = newcomer;
        this.modified = bundle.getLastModified();
    }

    /** Begins anew when the content was changed since the last look; whether it is proven already. */
    boolean proven() {
        long now = bundle.getLastModified();
        if (now == modified) return proven;
        modified = now;
        proven = false;
        digest = Optional.empty();
        idle();
        return false;
    }

    /** Digest of the content in use, read once for each content. */
    String digest() throws IOException {
        if (digest.isEmpty()) digest = Optional.of(Hands.content(bundle).digest());
        return digest.get();
    }

    /** What its self-tests say, asked anew when the last answer is too old. */
    Optional<String> failure(long now, Supplier<Optional<String>> test) {
        if (tested.isEmpty() || now - tested.get().at > TEST_AGAIN.toNanos())
            tested = Optional.of(new Tested(now, test.get()));
        return tested.get().failure;
    }

    /** It works; returns for how long by now. */
    Duration good(long now) {
        badSince = Optional.empty();
        hopeless = "";
        if (goodSince.isEmpty()) goodSince = Optional.of(now);
        return Duration.ofNanos(now - goodSince.get());
    }

    /** It does not work; returns for how long by now. */
    Duration bad(long now) {
        goodSince = Optional.empty();
        if (badSince.isEmpty()) badSince = Optional.of(now);
        return Duration.ofNanos(now - badSince.get());
    }

    /** Nothing is expected of it now: a person stopped it. */
    void idle() {
        goodSince = Optional.empty();
        badSince = Optional.empty();
        tested = Optional.empty();
        hopeless = "";
    }

    void prove() {
        proven = true;
        newcomer = false;
    }

    void adopt() {
        newcomer = false;
    }

    boolean newcomer() {
        return newcomer;
    }

    /** Takes one of the bounded attempts; false when there is none left. */
    boolean attempt(long now) {
        while (!rescues.isEmpty() && now - rescues.getFirst() > RESCUES_WITHIN.toNanos()) rescues.removeFirst();
        if (rescues.size() >= RESCUES) return false;
        rescues.addLast(now);
        return true;
    }

    int attempts() {
        return rescues.size();
    }

    /** Gives up; true when this is news. */
    boolean giveUp(String why) {
        boolean news = hopeless.isEmpty();
        hopeless = why;
        return news;
    }

    /** Why the keeper gave up, empty when it did not. */
    String hopeless() {
        return hopeless;
    }

    String name() {
        return bundle.getSymbolicName();
    }
}
