package io.x0tta6bl4.pqc.api;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A public key in the raw encoding of its standard; the same for every provider. Its length is right or it does not exist. */
public final class PublicKey {
    private static final int SHOWN = 8;

    private final Algorithm algorithm;
    private final byte[] encoded;
    private final int hash;

    public PublicKey(Algorithm algorithm, byte[] encoded) {
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        if (encoded.length != algorithm.publicKeyLength())
            throw new PqcException(
                    PqcException.Reason.MALFORMED,
                    "a public key of " + algorithm.standardName() + " has " + algorithm.publicKeyLength() + " octets ("
                            + algorithm.standard() + "), this one has " + encoded.length);
        this.encoded = encoded.clone();
        this.hash = Arrays.hashCode(this.encoded);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** A copy of the octets. */
    public byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key
                && algorithm == key.algorithm
                && (this == key || Arrays.equals(encoded, key.encoded));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return algorithm.standardName() + " public key " + HexFormat.of().formatHex(encoded, 0, SHOWN) + "…";
    }
}
