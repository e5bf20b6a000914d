package io.x0tta6bl4.keystore.api;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Encrypts and authenticates data that lives outside the key store, under keys that live in it.
 *
 * <p>Keys come in generations. Sealing uses the newest one; what older ones sealed opens until they are retired, across
 * restarts. Rotation and retirement are two steps, so that both generations overlap for as long as sealed data lives.
 */
@ProviderType
public interface Sealer {
    /** The most octets to seal at once. */
    int LIMIT = 16 * 1024 * 1024;

    /** Seals for a purpose, which is bound to the result and must be given again to open it. */
    byte[] seal(String purpose, byte[] plain);

    /** Opens what {@link #seal} made; refuses what was changed, sealed for another purpose, elsewhere, or too long ago. */
    byte[] open(String purpose, byte[] sealed);

    /** Begins a generation and returns its number; the ones before go on opening. */
    int rotate();

    /** Forgets a generation for good: what it sealed never opens again. Refused for the newest, and within the overlap. */
    void retire(int generation);

    /** All generations that still open, newest last. */
    List<Generation> generations();

    /** A generation of the sealing key: its number, since when it exists, whether it seals or only opens. */
    record Generation(int number, Instant since, boolean seals) {}
}
