package io.x0tta6bl4.rag.provider.lucene.reading;

/** A file that cannot be read as what it seems to be; the message says what was found. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    public Unreadable(String message) {
        super(message);
    }
}
