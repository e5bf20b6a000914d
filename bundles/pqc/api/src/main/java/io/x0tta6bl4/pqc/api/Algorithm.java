package io.x0tta6bl4.pqc.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** An algorithm with the lengths that its standard fixes, in octets. Nothing of another length is ever accepted. */
public sealed interface Algorithm permits KemAlgorithm, SignatureAlgorithm {

    /** The name in the standard, for example {@code ML-KEM-768}. */
    String standardName();

    /** The document that defines it. */
    String standard();

    int publicKeyLength();

    /** Length of the private key in its portable encoding, see {@link PrivateKey}. */
    int privateKeyLength();

    /** Every algorithm that the api knows, in the order of the standards. */
    static Stream<Algorithm> all() {
        return Stream.concat(Arrays.stream(KemAlgorithm.values()), Arrays.stream(SignatureAlgorithm.values()));
    }

    /** The algorithm of that standard name. */
    static Optional<Algorithm> named(String standardName) {
        return all().filter(a -> a.standardName().equals(standardName)).findFirst();
    }
}
