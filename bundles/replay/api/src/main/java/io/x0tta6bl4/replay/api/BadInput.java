package io.x0tta6bl4.replay.api;

import java.nio.file.Path;

/** Input that cannot be used: says which file and line, what was found and what is needed. */
public final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;

    public BadInput(String message) {
        super(message);
    }

    /** A complaint about one line of a file; lines count from 1. */
    public static BadInput at(Path file, long line, String message) {
        return new BadInput(file + ":" + line + ": " + message);
    }
}
