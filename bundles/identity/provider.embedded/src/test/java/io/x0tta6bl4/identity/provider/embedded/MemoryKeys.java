package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A key store in memory that can be locked. */
final class MemoryKeys implements KeyStore {
    @Override
    public void verify() {}

    final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
    volatile boolean locked;

    private void open() {
        if (locked) throw new KeyStoreException(KeyStoreException.Reason.WRONG_PASSPHRASE, "it is locked");
    }

    @Override
    public void put(String name, byte[] secret) {
        open();
        secrets.put(name, secret.clone());
    }

    @Override
    public Optional<byte[]> get(String name) {
        open();
        return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public boolean remove(String name) {
        return secrets.remove(name) != null;
    }

    @Override
    public List<Entry> entries() {
        return List.of();
    }

    @Override
    public void rekey(Path passphraseFile) {}
}
