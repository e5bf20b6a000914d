package io.x0tta6bl4.runtime.image;

/** Why an image is not made, or is not what it should be, in words. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
