package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.DAMAGED;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in the store: never changed, replaced as a whole. */
record Content(long store, SortedMap<Integer, Kept> generations, SortedMap<String, Kept> secrets) {
    static final int GENERATION_LIMIT = 1_000;
    private static final int VERSION = 1;

    /** A secret and since when it is kept. */
    record Kept(Instant since, byte[] octets) {}

    Content {
        generations = Collections.unmodifiableSortedMap(new TreeMap<>(generations));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    Content withGeneration(int number, Kept key) {
        SortedMap<Integer, Kept> changed = new TreeMap<>(generations);
        changed.put(number, key);
        return new Content(store, changed, secrets);
    }

    Content withoutGeneration(int number) {
        SortedMap<Integer, Kept> changed = new TreeMap<>(generations);
        changed.remove(number);
        return new Content(store, changed, secrets);
    }

    Content withSecret(String name, Kept secret) {
        SortedMap<String, Kept> changed = new TreeMap<>(secrets);
        changed.put(name, secret);
        return new Content(store, generations, changed);
    }

    Content withoutSecret(String name) {
        SortedMap<String, Kept> changed = new TreeMap<>(secrets);
        changed.remove(name);
        return new Content(store, generations, changed);
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(out)) {
            data.writeInt(VERSION);
            data.writeLong(store);
            data.writeInt(generations.size());
            for (var generation : generations.entrySet()) {
                data.writeInt(generation.getKey());
                write(data, generation.getValue());
            }
            data.writeInt(secrets.size());
            for (var secret : secrets.entrySet()) {
                data.writeUTF(secret.getKey());
                write(data, secret.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(DataOutputStream data, Kept kept) throws IOException {
        data.writeLong(kept.since().toEpochMilli());
        data.writeInt(kept.octets().length);
        data.write(kept.octets());
    }

    static Content read(byte[] octets) {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(octets))) {
            int version = data.readInt();
            if (version != VERSION) throw new IOException("version " + version + " of the content is not known");
            long store = data.readLong();
            SortedMap<Integer, Kept> generations = new TreeMap<>();
            for (int left = count(data, GENERATION_LIMIT); left > 0; left--)
                generations.put(data.readInt(), kept(data));
            SortedMap<String, Kept> secrets = new TreeMap<>();
            for (int left = count(data, KeyStore.ENTRY_LIMIT); left > 0; left--)
                secrets.put(data.readUTF(), kept(data));
            if (data.read() >= 0 || generations.isEmpty()) throw new IOException("the counts are wrong");
            return new Content(store, generations, secrets);
        } catch (IOException e) {
            throw new KeyStoreException(
                    DAMAGED, "the key store is authentic, but not understood: " + e.getMessage(), e);
        }
    }

    private static int count(DataInputStream data, int limit) throws IOException {
        int count = data.readInt();
        if (count < 0 || count > limit) throw new IOException(count + " is beyond the limit of " + limit);
        return count;
    }

    private static Kept kept(DataInputStream data) throws IOException {
        Instant since = Instant.ofEpochMilli(data.readLong());
        byte[] octets = data.readNBytes(count(data, KeyStore.SECRET_LIMIT));
        return new Kept(since, octets);
    }
}
