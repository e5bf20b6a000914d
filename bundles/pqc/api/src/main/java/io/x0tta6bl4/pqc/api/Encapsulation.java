package io.x0tta6bl4.pqc.api;

import java.util.Objects;

/** A fresh secret, and the ciphertext from which the holder of the private key gets the same. */
public record Encapsulation(byte[] ciphertext, SharedSecret secret) {
    public Encapsulation {
        ciphertext = ciphertext.clone();
        Objects.requireNonNull(secret, "secret");
    }

    /** A copy of the ciphertext. */
    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }
}
