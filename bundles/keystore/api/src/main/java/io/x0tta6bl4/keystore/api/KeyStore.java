package io.x0tta6bl4.keystore.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps secrets at rest: encrypted, authenticated, and after a crash either as before or as after. What goes wrong is a
 * {@link KeyStoreException}; it never changes or destroys what is stored. Safe for use by many threads.
 */
@ProviderType
public interface KeyStore {
    /** The most octets of one secret. */
    int SECRET_LIMIT = 1024 * 1024;

    /** The most secrets. */
    int ENTRY_LIMIT = 1_000;

    /** Stores a secret under a name (letters, digits, {@code . _ / -}; at most 128), in the place of the one before. */
    void put(String name, byte[] secret);

    /** The secret of a name; a copy that the caller wipes. */
    Optional<byte[]> get(String name);

    /** Whether there was such a secret; it is gone now. */
    boolean remove(String name);

    /** What is stored, by name, without the secrets. */
    List<Entry> entries();

    /** Reads the whole store from where it is kept, and leaves it as it is; throws what the next start would throw. */
    void verify();

    /**
     * Encrypts the store anew for the passphrase in a file, which only its owner may read. From the next start on the store
     * must be configured with it.
     */
    void rekey(Path passphraseFile);

    /** One stored secret: its name, since when, how long it is. */
    record Entry(String name, Instant since, int octets) {}
}
