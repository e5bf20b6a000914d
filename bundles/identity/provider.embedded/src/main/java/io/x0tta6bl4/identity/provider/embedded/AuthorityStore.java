package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.IdentityException.Reason;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The authority's keys in the key store. */
final class AuthorityStore {
    static final String SECRET = "identity/authority";

    private final HotReference<KeyStore> keys;

    AuthorityStore(HotReference<KeyStore> keys) {
        this.keys = keys;
    }

    Optional<AuthorityState> load() {
        return call("read the authority", store -> store.get(SECRET).map(AuthorityStore::read));
    }

    private static AuthorityState read(byte[] octets) {
        try {
            return StateFormat.read(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    void save(AuthorityState state) throws GeneralSecurityException {
        byte[] octets = StateFormat.write(state);
        try {
            call("write the authority", store -> {
                store.put(SECRET, octets);
                return Boolean.TRUE;
            });
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private <R> R call(String what, Function<KeyStore, R> body) {
        try {
            return keys.call(body);
        } catch (KeyStoreException e) {
            throw new IdentityException(
                    Reason.UNAVAILABLE, "could not " + what + ": the key store refused: " + e.getMessage(), e);
        } catch (Retired e) {
            throw new IdentityException(
                    Reason.UNAVAILABLE, "could not " + what + ": there is no key store; install keystore.file", e);
        }
    }
}
