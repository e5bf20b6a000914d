package io.x0tta6bl4.feature.provider.felix;

/** What an exception says at its root. */
final class Wording {
    private Wording() {}

    static String of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return cause instanceof java.nio.file.NoSuchFileException ? "there is no file " + message : message;
    }
}
