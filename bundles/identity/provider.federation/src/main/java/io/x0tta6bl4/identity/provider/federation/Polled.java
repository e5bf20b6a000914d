package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.identity.api.ForeignBundles.Outcome;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.provider.federation.Relationship.Profile;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One relationship that is kept up: asked, taken, and how it stands. Asked by one thread at a time. */
final class Polled {
    private final Relationship relationship;
    private final Fetch fetch;
    private final HotReference<BundleSource> bundles;
    private final HotReference<ForeignBundles> keeper;
    private final Pace pace;
    private final Consumer<String> record;
    private volatile Health health = Health.NEW;

    /** @param record for the journal: which bundle was taken, and what was refused */
    Polled(
            Relationship relationship,
            Fetch fetch,
            HotReference<BundleSource> bundles,
            HotReference<ForeignBundles> keeper,
            Pace pace,
            Consumer<String> record) {
        this.relationship = relationship;
        this.fetch = fetch;
        this.bundles = bundles;
        this.keeper = keeper;
        this.pace = pace;
        this.record = record;
    }

    /** What is wrong, with the trust domain and the address, when somebody must be told. */
    Optional<String> trouble() {
        Health now = health;
        return now.serious() ? Optional.of(words()) : Optional.empty();
    }

    /** How it stands, whether or not somebody must be told. */
    String words() {
        Health now = health;
        return now == Health.NEW ? stands("not asked yet") : now.why().orElseGet(() -> stands("kept up"));
    }

    private String stands(String how) {
        return relationship.domain() + " from " + relationship.url() + ": " + how;
    }

    /** Asks once; when to ask again. */
    Duration poll() throws InterruptedException {
        try {
            Optional<TrustBundle> held = held();
            if (held.isEmpty()) {
                Optional<String> first = bootstrap();
                if (first.isPresent()) {
                    note(health.failed(words(first.get(), false), false));
                    return pace.least(); // nobody is asked for a file
                }
                held = held();
            }
            return after(fetch.fetch(relationship.url(), relationship.profile(), Fetch.LIMIT), held);
        } catch (Retired absent) {
            note(health.unready(stands("not kept up: " + absent.getMessage())));
            return Pace.UNREADY;
        }
    }

    private Optional<TrustBundle> held() {
        return bundles.call(source -> source.bundle(relationship.domain()));
    }

    private Duration after(Reply reply, Optional<TrustBundle> held) {
        return switch (reply) {
            case Reply.Document document ->
                switch (keeper.call(k -> k.take(relationship.domain(), document.octets()))) {
                    case Outcome.Taken taken -> taken(taken);
                    case Outcome.Refused refused -> failed("what it sent is refused: " + refused.why(), held);
                };
            case Reply.Failed failed -> failed(failed.why(), held);
            case Reply.Moved moved -> failed("it leads to " + moved.to(), held);
        };
    }

    private Duration taken(Outcome.Taken taken) {
        if (taken.changed()) record.accept(took(taken, relationship.url()));
        note(Health.current());
        return pace.interval(taken.bundle().refreshHint());
    }

    private Duration failed(String why, Optional<TrustBundle> held) {
        Health next = health.failed(words(why, held.isPresent()), held.isPresent());
        note(next);
        return pace.afterFailure(next.failures(), held.flatMap(TrustBundle::refreshHint));
    }

    private void note(Health next) {
        boolean first = health == Health.NEW && next.why().isEmpty();
        if (!first && !next.why().equals(health.why()))
            record.accept(next.why().orElse("the bundle of " + relationship.domain() + " is kept up again"));
        health = next;
    }

    private String took(Outcome.Taken taken, Object from) {
        OptionalLong sequence = taken.bundle().sequence();
        return "the bundle of " + relationship.domain() + " was taken from " + from
                + (sequence.isPresent() ? ", sequence " + sequence.getAsLong() : ", without a sequence");
    }

    private String words(String why, boolean held) {
        return "the bundle of " + relationship.domain() + " from " + relationship.url() + ": " + why
                + (held ? "; the one held stays in force" : "; nobody of " + relationship.domain() + " is believed");
    }

    /** The bundle for the first time, when none is held; it is judged like one that was fetched. Gives what is wrong with it. */
    private Optional<String> bootstrap() {
        if (!(relationship.profile() instanceof Profile.Spiffe spiffe)
                || spiffe.bootstrap().isEmpty()) return Optional.empty();
        Path file = spiffe.bootstrap().get();
        try {
            byte[] document = read(file);
            return switch (keeper.call(k -> k.take(relationship.domain(), document))) {
                case Outcome.Refused refused ->
                    Optional.of("the first bundle in " + file + " is refused: " + refused.why());
                case Outcome.Taken taken -> {
                    record.accept(took(taken, file));
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            return Optional.of("the first bundle in " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("there is no regular file");
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ForeignBundles.LIMIT + 1);
        }
    }
}
