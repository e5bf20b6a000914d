package io.x0tta6bl4.feature.provider.felix.text;

/** A text that is not what it has to be; the message begins with line and column. */
public final class WrongText extends Exception {
    private static final long serialVersionUID = 1L;

    public WrongText(String message) {
        super(message);
    }
}
