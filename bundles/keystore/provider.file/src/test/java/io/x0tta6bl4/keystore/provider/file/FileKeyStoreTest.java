package io.x0tta6bl4.keystore.provider.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.keystore.api.KeyStoreException.Reason;
import io.x0tta6bl4.keystore.api.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyStoreTest {
    private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.US_ASCII);
    private static final Duration OVERLAP = Duration.ofHours(24);

    @TempDir
    Path data;

    private Path folder;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final InstantSource clock = () -> now;

    @BeforeEach
    void name_the_folder() {
        folder = data.resolve("keystore");
    }

    private FileKeyStore store() {
        return new FileKeyStore(folder, Optional.empty(), Optional.empty(), OVERLAP, clock);
    }

    private FileKeyStore store(Path passphraseFile) {
        return new FileKeyStore(folder, Optional.of(passphraseFile), Optional.empty(), OVERLAP, clock);
    }

    private Path passphrase(String name, String content) throws IOException {
        Path file = data.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    private static void refused(Reason reason, String words, ThrowingCallable call) {
        assertThatExceptionOfType(KeyStoreException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Path file() {
        return folder.resolve("store");
    }

    @Test
    void what_was_put_is_there_after_a_restart() {
        store().put("ca/root", SECRET);
        KeyStore again = store();
        assertThat(again.get("ca/root")).hasValueSatisfying(s -> assertThat(s).isEqualTo(SECRET));
        assertThat(again.entries()).singleElement().isEqualTo(new KeyStore.Entry("ca/root", now, SECRET.length));
        assertThat(again.get("ca/other")).isEmpty();
        assertThat(again.remove("ca/root")).isTrue();
        assertThat(again.remove("ca/root")).isFalse();
        assertThat(store().get("ca/root")).isEmpty();
    }

    @Test
    void a_store_that_is_gone_is_missed_and_never_replaced_by_an_empty_one() throws IOException {
        store().put("ca/root", SECRET);
        byte[] copy = Files.readAllBytes(file());
        Files.delete(file());

        refused(Reason.UNREADABLE, "there was a key store here; put it back from a copy", () -> store().get("ca/root"));
        refused(Reason.UNREADABLE, "rm " + folder.resolve("made"), () -> store().put("ca/root", SECRET));
        assertThat(store().selfTest().passed()).isFalse();
        assertThat(store().selfTest().detail()).contains("there was a key store here");
        assertThat(file()).doesNotExist();

        Files.write(file(), copy);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThat(store().get("ca/root")).isPresent();
    }

    @Test
    void who_gives_up_what_was_in_a_lost_store_begins_with_an_empty_one() throws IOException {
        store().put("ca/root", SECRET);
        Files.delete(file());
        Files.delete(folder.resolve("made"));

        assertThat(store().get("ca/root")).isEmpty();
    }

    @Test
    void a_store_of_before_is_remembered_once_it_was_opened() throws IOException {
        store().put("ca/root", SECRET);
        Files.delete(folder.resolve("made"));
        assertThat(store().get("ca/root")).isPresent();
        Files.delete(file());

        refused(Reason.UNREADABLE, "there was a key store here", () -> store().get("ca/root"));
    }

    @Test
    void neither_secret_nor_name_is_readable_on_the_disk() throws IOException {
        store().put("ca/root", SECRET);
        String stored = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain("private key").doesNotContain("ca/root");
    }

    @Test
    void only_the_owner_may_touch_the_files() throws IOException {
        store().put("a", SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String name : new String[] {"store", "key"})
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "store", "key"})
    void what_others_may_touch_is_refused_with_the_command_that_mends_it(String name) throws IOException {
        store().put("a", SECRET);
        Path open = name.isEmpty() ? folder : folder.resolve(name);
        var before = Files.getPosixFilePermissions(open);
        for (String mode : new String[] {"rwxr-----", "rwx---r--", "rwx-w----"}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
            FileKeyStore refusing = store();
            refused(
                    Reason.TOO_OPEN,
                    "mend it with: chmod " + (name.isEmpty() ? "700 " : "600 ") + open,
                    () -> refusing.get("a"));
            assertThat(refusing.selfTest().passed()).isFalse();
            assertThat(refusing.selfTest().detail()).contains("chmod");
            Files.setPosixFilePermissions(open, before);
            assertThat(refusing.get("a"))
                    .as("it serves as soon as it is mended")
                    .isPresent();
        }
    }

    @Test
    void a_passphrase_unlocks_and_another_one_does_not() throws IOException {
        Path right = passphrase("right", "correct horse\n");
        store(right).put("a", SECRET);
        assertThat(store(passphrase("same", "correct horse")).get("a")).isPresent();
        byte[] before = Files.readAllBytes(file());
        FileKeyStore wrong = store(passphrase("wrong", "battery staple"));
        refused(Reason.WRONG_PASSPHRASE, "the passphrase is not the one it was made with", () -> wrong.get("a"));
        refused(Reason.WRONG_PASSPHRASE, "", () -> wrong.put("b", SECRET));
        refused(Reason.WRONG_PASSPHRASE, "made with a passphrase", () -> store().get("a"));
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(store(right).get("a")).isPresent();
    }

    @Test
    void another_key_file_is_a_wrong_one_and_a_missing_one_is_missing() throws IOException {
        store().put("a", SECRET);
        byte[] key = Files.readAllBytes(folder.resolve("key"));
        Files.write(folder.resolve("key"), new byte[32]);
        refused(Reason.WRONG_PASSPHRASE, "the key file is not the one", () -> store().get("a"));
        Files.delete(folder.resolve("key"));
        refused(Reason.UNREADABLE, "key is missing; put it back", () -> store().get("a"));
        passphraseFree(key);
        assertThat(store().get("a")).isPresent();
    }

    private void passphraseFree(byte[] key) throws IOException {
        Path file = folder.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, key);
    }

    @Test
    void every_flipped_octet_is_damage_and_every_cut_is_a_missing_end() throws Exception {
        store().put("a", SECRET);
        byte[] whole = Files.readAllBytes(file());
        byte[] key = Files.readAllBytes(folder.resolve("key"));
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            refused(Reason.DAMAGED, "put back a copy", () -> decode(flipped, key));
            byte[] cut = Arrays.copyOf(whole, at);
            refused(Reason.TRUNCATED, "end is missing; put back a copy", () -> decode(cut, key));
        }
        refused(Reason.DAMAGED, "appended", () -> decode(Arrays.copyOf(whole, whole.length + 1), key));
        refused(Reason.WRONG_PASSPHRASE, "key file", () -> decode(whole, new byte[32]));
    }

    private static byte[] decode(byte[] file, byte[] key) throws Exception {
        return StoreFormat.read(file, StoreFormat.lock(file, StoreFormat.kdf(file, Kdf.KEY_FILE), key));
    }

    @Test
    void a_damaged_store_is_refused_kept_and_served_again_when_it_is_put_back() throws IOException {
        store().put("a", SECRET);
        byte[] whole = Files.readAllBytes(file());
        byte[] flipped = whole.clone();
        flipped[whole.length - 1] ^= 1;
        Files.write(file(), flipped);
        FileKeyStore refusing = store();
        refused(Reason.DAMAGED, "does not authenticate", () -> refusing.put("b", SECRET));
        refused(Reason.DAMAGED, "does not authenticate", refusing::rotate);
        assertThat(Files.readAllBytes(file())).isEqualTo(flipped);
        Files.write(file(), whole);
        assertThat(refusing.get("a")).isPresent();
    }

    @Test
    void damage_behind_the_back_of_a_running_store_shows_in_its_self_test() throws IOException {
        FileKeyStore store = store();
        store.put("a", SECRET);
        assertThat(store.selfTest().detail()).isEqualTo("1 secrets, 1 generations");
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, 200));
        assertThat(store.selfTest().passed()).isFalse();
        assertThat(store.selfTest().detail()).contains("its end is missing");
        store.put("b", SECRET);
        assertThat(store.selfTest().passed()).as("written anew from memory").isTrue();
    }

    @Test
    void what_was_sealed_before_a_rotation_opens_after_it_and_after_a_restart() {
        FileKeyStore store = store();
        byte[] before = store.seal("svid", SECRET);
        assertThat(store.rotate()).isEqualTo(2);
        byte[] after = store.seal("svid", SECRET);
        for (Sealer sealer : List.of(store, store())) {
            assertThat(sealer.open("svid", before)).isEqualTo(SECRET);
            assertThat(sealer.open("svid", after)).isEqualTo(SECRET);
            assertThat(sealer.generations())
                    .containsExactly(new Sealer.Generation(1, now, false), new Sealer.Generation(2, now, true));
        }
    }

    @Test
    void a_generation_is_retired_only_after_the_overlap_and_then_opens_nothing() {
        FileKeyStore store = store();
        byte[] sealed = store.seal("svid", SECRET);
        refused(Reason.MALFORMED, "rotate first", () -> store.retire(1));
        store.rotate();
        now = now.plus(OVERLAP).minusMillis(1);
        refused(Reason.MALFORMED, "wait until 2026-11-23T10:00:00Z", () -> store.retire(1));
        now = now.plusMillis(1);
        store.retire(1);
        refused(Reason.UNKNOWN_GENERATION, "it was retired", () -> store().open("svid", sealed));
        refused(Reason.MALFORMED, "no generation 1", () -> store.retire(1));
    }

    @Test
    void what_was_sealed_opens_only_whole_for_its_purpose_and_in_its_store() {
        FileKeyStore store = store();
        byte[] sealed = store.seal("svid", SECRET);
        assertThat(store.seal("svid", SECRET)).isNotEqualTo(sealed);
        refused(Reason.DAMAGED, "another purpose", () -> store.open("token", sealed));
        for (int at = 0; at < sealed.length; at++) {
            byte[] flipped = sealed.clone();
            flipped[at] ^= 1;
            assertThatExceptionOfType(KeyStoreException.class).isThrownBy(() -> store.open("svid", flipped));
            byte[] cut = Arrays.copyOf(sealed, at);
            assertThatExceptionOfType(KeyStoreException.class).isThrownBy(() -> store.open("svid", cut));
        }
        FileKeyStore other =
                new FileKeyStore(data.resolve("other"), Optional.empty(), Optional.empty(), OVERLAP, clock);
        refused(Reason.UNKNOWN_GENERATION, "another key store", () -> other.open("svid", sealed));
        assertThat(store.open("svid", store.seal("svid", new byte[0]))).isEmpty();
    }

    @Test
    void a_new_passphrase_takes_the_place_of_the_old_one_and_sealed_data_still_opens() throws IOException {
        Path old = passphrase("old", "one");
        Path young = passphrase("new", "two");
        FileKeyStore store = store(old);
        store.put("a", SECRET);
        byte[] sealed = store.seal("x", SECRET);
        store.rekey(young);
        store.put("b", SECRET);
        refused(Reason.WRONG_PASSPHRASE, "passphrase", () -> store(old).get("a"));
        FileKeyStore again = store(young);
        assertThat(again.entries()).hasSize(2);
        assertThat(again.open("x", sealed)).isEqualTo(SECRET);
        Files.setPosixFilePermissions(young, PosixFilePermissions.fromString("rw-r--r--"));
        refused(Reason.TOO_OPEN, "chmod 600", () -> again.rekey(young));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a\nb"})
    void a_name_of_other_letters_is_refused(String name) {
        refused(Reason.MALFORMED, "is no name", () -> store().put(name, SECRET));
    }

    @Test
    void a_secret_beyond_the_limit_is_refused() {
        refused(Reason.MALFORMED, "at most", () -> store().put("a", new byte[KeyStore.SECRET_LIMIT + 1]));
    }

    @Test
    void a_store_that_asks_for_absurd_work_is_refused_before_the_work() {
        refused(Reason.DAMAGED, "no store of ours", () -> new Kdf(Kdf.PASSPHRASE, Integer.MAX_VALUE, 3, 4));
        refused(Reason.DAMAGED, "no store of ours", () -> new Kdf(7, 0, 0, 0));
    }

    @Test
    void threads_that_write_at_the_same_time_lose_nothing() throws Exception {
        FileKeyStore store = store();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "n" + i;
                all.add(threads.submit(() -> store.put(name, SECRET)));
            }
            for (Future<?> one : all) one.get();
        }
        assertThat(store().entries()).hasSize(40);
    }

    @Test
    void what_a_crash_left_behind_is_tidied() throws IOException {
        store().put("a", SECRET);
        Path left = Files.write(folder.resolve("store.writing"), new byte[] {1});
        assertThat(store().get("a")).isPresent();
        assertThat(left).doesNotExist();
    }
}
