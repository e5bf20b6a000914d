package io.x0tta6bl4.runtime.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Failures of the platform said in words. */
final class Words {

    private Words() {}

    static String of(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "it does not exist";
            case AccessDeniedException denied -> "this user may not";
            case NullPointerException absent -> "it lacks 'id'";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
