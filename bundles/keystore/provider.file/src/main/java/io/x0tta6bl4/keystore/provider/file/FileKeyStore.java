package io.x0tta6bl4.keystore.provider.file;

import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.DAMAGED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.MALFORMED;
import static io.x0tta6bl4.keystore.api.KeyStoreException.Reason.UNREADABLE;

import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.keystore.api.Sealer;
import io.x0tta6bl4.keystore.provider.file.Content.Kept;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key store in {@code <data>/keystore/store}, unlocked by a key file, which it makes at its first start, or by a passphrase.
 *
 * <p>A store that cannot be opened is left as it is: every call and the self-test say why and what to do, and try anew, so
 * that it serves as soon as it is mended.
 *
 * <p>More than 250 lines: every change of the store goes through one lock and one way of saving.
 */
@Component(
        service = {KeyStore.class, Sealer.class, SelfTest.class},
        property = {"x0.capability=keystore", "x0.name=file"},
        configurationPid = "io.x0tta6bl4.keystore.provider.file.FileKeyStore")
public final class FileKeyStore implements KeyStore, Sealer, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(FileKeyStore.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,128}");
    private static final int KEY = 32;

    /** Where the store is and what unlocks it. */
    public @interface Config {
        /** The folder, absolute; empty for {@code <data>/keystore}. */
        String folder() default "";

        /** A file with the passphrase (a final line end is cut off); empty when a key file unlocks the store. */
        String passphrase_file() default "";

        /** A file of 32 octets or more; empty for {@code key} in the folder. */
        String key_file() default "";

        /** How long a generation goes on opening at least after the next one began, in hours. */
        int overlap_hours() default 720;
    }

    /** An opened store. */
    private record Opened(Content content, StoreFormat.Lock lock) {}

    private final Path folder;
    private final Path file;
    /** Says that there was a store: one that is gone must not become a new, empty one without a word. */
    private final Path made;

    private final Path secretFile;
    private final int kind;
    private final Duration overlap;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Opened opened;

    @Activate
    public FileKeyStore(BundleContext context, Config config) {
        this(
                config.folder().isEmpty()
                        ? Path.of(String.valueOf(context.getProperty("x0.data")), "keystore")
                        : Path.of(config.folder()),
                config.passphrase_file().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.passphrase_file())),
                config.key_file().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.key_file())),
                Duration.ofHours(config.overlap_hours()),
                SteadyClock.system());
        try {
            open();
        } catch (KeyStoreException e) {
            LOG.error("The key store does not serve: {}", e.getMessage());
        }
    }

    FileKeyStore(
            Path folder, Optional<Path> passphraseFile, Optional<Path> keyFile, Duration overlap, InstantSource clock) {
        this.folder = folder;
        this.file = folder.resolve("store");
        this.made = folder.resolve("made");
        this.kind = passphraseFile.isPresent() ? Kdf.PASSPHRASE : Kdf.KEY_FILE;
        this.secretFile = passphraseFile.orElseGet(() -> keyFile.orElse(folder.resolve("key")));
        this.overlap = overlap;
        this.clock = clock;
    }

    private Opened open() {
        Opened known = opened;
        return known != null ? known : openNow();
    }

    private synchronized Opened openNow() {
        Opened known = opened;
        if (known != null) return known;
        Files0600.folder(folder);
        Files0600.tidy(folder);
        Opened found = attempt("open", () -> Files.exists(file) ? existing() : first());
        if (Files.notExists(made))
            Files0600.write(made, clock.instant().toString().getBytes(StandardCharsets.US_ASCII));
        opened = found;
        return found;
    }

    private byte[] secret() {
        return secret(secretFile, kind);
    }

    private static byte[] secret(Path from, int kind) {
        byte[] octets = Files0600.read(from);
        int end = octets.length;
        if (kind == Kdf.PASSPHRASE) while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) end--;
        byte[] secret = Arrays.copyOf(octets, end);
        Arrays.fill(octets, (byte) 0);
        int least = kind == Kdf.PASSPHRASE ? 1 : KEY;
        if (secret.length < least)
            throw new KeyStoreException(
                    MALFORMED, from + " has " + secret.length + " octets, it needs at least " + least);
        return secret;
    }

    private Opened existing() throws GeneralSecurityException {
        byte[] octets = Files0600.read(file);
        Kdf kdf = StoreFormat.kdf(octets, kind);
        byte[] secret = secret();
        StoreFormat.Lock lock = StoreFormat.lock(octets, kdf, secret);
        Arrays.fill(secret, (byte) 0);
        return new Opened(Content.read(StoreFormat.read(octets, lock)), lock);
    }

    /** The first start: an empty store, with a key file of its own when none is given. */
    private Opened first() throws GeneralSecurityException {
        if (Files.exists(made))
            throw new KeyStoreException(
                    UNREADABLE,
                    file + " is missing, and there was a key store here; put it back from a copy. To give up for good"
                            + " everything that was in it, and begin with an empty one: rm " + made);
        if (kind == Kdf.KEY_FILE && Files.notExists(secretFile)) Files0600.write(secretFile, octets(KEY));
        StoreFormat.Lock lock =
                StoreFormat.Lock.fresh(kind == Kdf.KEY_FILE ? Kdf.OF_KEY_FILE : Kdf.OF_PASSPHRASE, secret(), random);
        Content empty = new Content(random.nextLong(), new TreeMap<>(), new TreeMap<>())
                .withGeneration(1, new Kept(clock.instant(), octets(KEY)));
        Files0600.write(file, StoreFormat.write(empty.write(), lock, random));
        LOG.info("Made a new key store in {}", file);
        return new Opened(empty, lock);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /** The new content counts only after it is on the disk. */
    private synchronized void change(UnaryOperator<Content> how) {
        Opened before = open();
        save(how.apply(before.content()), before.lock());
    }

    private void save(Content content, StoreFormat.Lock lock) {
        attempt("write", () -> {
            byte[] plain = content.write();
            Files0600.write(file, StoreFormat.write(plain, lock, random));
            Arrays.fill(plain, (byte) 0);
            return opened = new Opened(content, lock);
        });
    }

    @Override
    public void put(String name, byte[] secret) {
        if (!NAME.matcher(name).matches())
            throw new KeyStoreException(
                    MALFORMED, "'" + name + "' is no name: letters, digits, . _ / and -, at most 128");
        if (secret.length > SECRET_LIMIT)
            throw new KeyStoreException(
                    MALFORMED, "a secret has at most " + SECRET_LIMIT + " octets, this one has " + secret.length);
        Kept kept = new Kept(clock.instant(), secret.clone());
        change(content -> {
            if (content.secrets().size() >= ENTRY_LIMIT && !content.secrets().containsKey(name))
                throw new KeyStoreException(MALFORMED, "the key store is full: it has " + ENTRY_LIMIT + " secrets");
            return content.withSecret(name, kept);
        });
    }

    @Override
    public Optional<byte[]> get(String name) {
        return Optional.ofNullable(open().content().secrets().get(name))
                .map(kept -> kept.octets().clone());
    }

    @Override
    public synchronized boolean remove(String name) {
        if (!open().content().secrets().containsKey(name)) return false;
        change(content -> content.withoutSecret(name));
        return true;
    }

    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        open().content()
                .secrets()
                .forEach((name, kept) -> entries.add(new Entry(name, kept.since(), kept.octets().length)));
        return entries;
    }

    @Override
    public void verify() {
        attempt("read the store", this::stored);
    }

    @Override
    public synchronized void rekey(Path passphraseFile) {
        Content content = open().content();
        byte[] secret = secret(passphraseFile, Kdf.PASSPHRASE);
        save(content, attempt("derive a key", () -> StoreFormat.Lock.fresh(Kdf.OF_PASSPHRASE, secret, random)));
        Arrays.fill(secret, (byte) 0);
        LOG.info("The key store is encrypted for another passphrase");
    }

    @Override
    public byte[] seal(String purpose, byte[] plain) {
        if (plain.length > LIMIT)
            throw new KeyStoreException(
                    MALFORMED, "at most " + LIMIT + " octets are sealed at once, these are " + plain.length);
        return attempt("seal", () -> Envelope.seal(open().content(), purpose, plain, random));
    }

    @Override
    public byte[] open(String purpose, byte[] sealed) {
        return attempt("open what was sealed", () -> Envelope.open(open().content(), purpose, sealed));
    }

    @Override
    public synchronized int rotate() {
        int next = open().content().generations().lastKey() + 1;
        if (open().content().generations().size() >= Content.GENERATION_LIMIT)
            throw new KeyStoreException(
                    MALFORMED, "there are " + Content.GENERATION_LIMIT + " generations; retire some first");
        change(content -> content.withGeneration(next, new Kept(clock.instant(), octets(KEY))));
        LOG.info("The sealing key has generation {} now", next);
        return next;
    }

    @Override
    public synchronized void retire(int generation) {
        var generations = open().content().generations();
        if (!generations.containsKey(generation))
            throw new KeyStoreException(
                    MALFORMED, "there is no generation " + generation + "; there are " + generations.keySet());
        if (generation == generations.lastKey())
            throw new KeyStoreException(MALFORMED, "generation " + generation + " is the one that seals; rotate first");
        Instant replaced =
                generations.get(generations.tailMap(generation + 1).firstKey()).since();
        if (clock.instant().isBefore(replaced.plus(overlap)))
            throw new KeyStoreException(
                    MALFORMED,
                    "generation " + generation + " was replaced at " + replaced + " and opens for " + overlap.toHours()
                            + " h after that; wait until " + replaced.plus(overlap));
        change(content -> content.withoutGeneration(generation));
        LOG.info("Generation {} of the sealing key is retired", generation);
    }

    @Override
    public List<Generation> generations() {
        var generations = open().content().generations();
        List<Generation> all = new ArrayList<>();
        generations.forEach(
                (number, kept) -> all.add(new Generation(number, kept.since(), number.equals(generations.lastKey()))));
        return all;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read the store from the disk, seal and open", () -> {
            Content stored = stored();
            byte[] probe = octets(KEY);
            if (!Arrays.equals(probe, open("self-test", seal("self-test", probe))))
                throw new KeyStoreException(DAMAGED, "what was sealed came out differently");
            return stored.secrets().size() + " secrets, " + stored.generations().size() + " generations";
        });
    }

    private synchronized Content stored() throws GeneralSecurityException {
        StoreFormat.Lock lock = open().lock();
        Files0600.folder(folder);
        byte[] octets = Files0600.read(file);
        StoreFormat.head(octets);
        return Content.read(StoreFormat.read(octets, lock));
    }

    @Deactivate
    void close() {
        opened = null;
    }

    private interface Body<R> {
        R run() throws GeneralSecurityException;
    }

    private static <R> R attempt(String what, Body<R> body) {
        try {
            return body.run();
        } catch (GeneralSecurityException e) {
            throw new KeyStoreException(UNREADABLE, "this JDK could not " + what + ": " + e, e);
        }
    }
}
