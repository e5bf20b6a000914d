package io.x0tta6bl4.rag.provider.lucene.reading;

import java.util.function.BooleanSupplier;

/** What one document may take. */
public final class Limits {
    /** The most characters of text that are taken from one document. */
    public static final long TEXT = 32L * 1024 * 1024;

    /** The most characters of one page of a PDF, whose places are all held in memory. */
    public static final int PAGE = 200_000;

    /** The largest file that is read as text, in bytes. */
    public static final long TEXT_FILE = 32L * 1024 * 1024;

    /** The largest file of all, in bytes. */
    public static final long FILE = 1024L * 1024 * 1024;

    private final BooleanSupplier cancelled;
    private long characters;

    /** @param cancelled whether nobody waits for it any more */
    public Limits(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    void check() throws Unreadable {
        if (cancelled.getAsBoolean()) throw new Unreadable("reading it was cancelled");
    }

    void read(long more) throws Unreadable {
        characters += more;
        if (characters > TEXT) throw new Unreadable("it holds more than " + TEXT + " characters of text; split it");
    }
}
