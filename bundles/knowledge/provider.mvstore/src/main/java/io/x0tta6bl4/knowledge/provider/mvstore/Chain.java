package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.journal.Journal.Verification;
import java.util.Optional;
import java.util.function.LongFunction;

/** Checks of the hash chain; pure, over a function that gives the stored text of an entry or nothing. */
final class Chain {
    private Chain() {}

    /** Recomputes the hashes of the entries from one to another, both included. */
    static Verification check(LongFunction<Optional<String>> entries, long from, long to) {
        Optional<String> before = hashOf(entries, from - 1);
        if (before.isEmpty()) return new Verification(0, false, "entry " + (from - 1) + " is missing or not readable");
        String last = before.get();
        for (long sequence = from; sequence <= to; sequence++) {
            Optional<Link> link = read(entries, sequence);
            if (link.isEmpty() || !link.get().follows(last, sequence))
                return new Verification(sequence - from, false, broken(sequence, link));
            last = link.get().hash();
        }
        return new Verification(to - from + 1, true, "hash of entry " + to + " is " + last);
    }

    private static String broken(long sequence, Optional<Link> link) {
        return "the chain is broken at entry " + sequence
                + (link.isEmpty()
                        ? ", which is missing or not readable"
                        : ": its hash does not fit what it says, so it was changed after it was written");
    }

    /** The last entry that is what was written, going back from {@code last}; 0 when there is none. */
    static long lastWhole(LongFunction<Optional<String>> entries, long last) {
        for (long sequence = last; sequence > 0; sequence--) {
            Optional<String> before = hashOf(entries, sequence - 1);
            Optional<Link> link = read(entries, sequence);
            if (before.isPresent() && link.isPresent() && link.get().follows(before.get(), sequence)) return sequence;
        }
        return 0;
    }

    /** The hash of an entry as it is stored; that before the first is given. */
    static Optional<String> hashOf(LongFunction<Optional<String>> entries, long sequence) {
        return sequence == 0
                ? Optional.of(Link.BEFORE_FIRST)
                : read(entries, sequence).map(Link::hash);
    }

    static Optional<Link> read(LongFunction<Optional<String>> entries, long sequence) {
        try {
            return entries.apply(sequence).flatMap(Link::parse);
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty(); // a page that cannot be read is an entry that is not there; the caller says so
        }
    }
}
