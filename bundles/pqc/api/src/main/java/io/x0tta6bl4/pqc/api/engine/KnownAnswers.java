package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.pqc.api.PqcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proof that an engine computes what the standards say: published inputs, published outputs. An engine that gives one
 * other answer must not serve.
 *
 * <p>{@code known-answers.properties} holds them with their sources. Outputs that are long are held as their SHA-256.
 */
public final class KnownAnswers {
    private static final byte[] NONE = {};
    private static final byte[] ZEROS = new byte[32];

    private final Engine engine;
    private final Properties answers;
    private int given;

    private KnownAnswers(Engine engine, Properties answers) {
        this.engine = engine;
        this.answers = answers;
    }

    /**
     * Proven before their first use and not before the provider serves: their known answers cost more than those of all others
     * together (a quarter of a second at the start of a node), and nothing that a node does by itself needs them.
     */
    static final Set<Primitive> LATE =
            Collections.unmodifiableSet(EnumSet.of(Primitive.SLH_DSA_SHA2_128S, Primitive.SLH_DSA_SHA2_128F));

    /** Asks for every answer; says how many were right, and throws at the first that is not. */
    public static String prove(Engine engine) {
        return prove(engine, engine.primitives(), published());
    }

    /** Asks for every answer but those of the late ones, before the provider is registered and again and again. */
    public static Proof proveFirst(Engine engine) {
        Instant at = SteadyClock.system().instant();
        long begun = System.nanoTime();
        Set<Primitive> first = EnumSet.copyOf(engine.primitives());
        first.removeAll(LATE);
        String found = prove(engine, first, published());
        return new Proof(found, at, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Asks for the answers of the late ones. */
    static String proveLate(Engine engine) {
        Set<Primitive> late = EnumSet.copyOf(LATE);
        late.retainAll(engine.primitives());
        return prove(engine, late, published());
    }

    static String prove(Engine engine, Set<Primitive> asked, Properties answers) {
        KnownAnswers proof = new KnownAnswers(engine, answers);
        for (Primitive primitive : Primitive.values()) {
            if (!asked.contains(primitive)) continue;
            try {
                proof.prove(primitive);
            } catch (GeneralSecurityException | RuntimeException e) {
                if (e instanceof PqcException known) throw known;
                throw new PqcException(
                        PqcException.Reason.NOT_PROVEN,
                        "the provider " + engine.name() + " fails at " + primitive.standardName() + ": " + e,
                        e);
            }
        }
        return proof.given + " known answers of " + asked.size() + " algorithms are right";
    }

    static Properties published() {
        Properties read = new Properties();
        try (InputStream in = KnownAnswers.class.getResourceAsStream("known-answers.properties")) {
            if (in == null) throw new IOException("the known answers are missing from this bundle");
            read.load(new InputStreamReader(in, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private void prove(Primitive primitive) throws GeneralSecurityException {
        switch (primitive) {
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> {
                keyGeneration(primitive);
                encapsulation(primitive);
                decapsulation(primitive);
            }
            case X25519 -> agreement();
            // The signature covers a hash of the public key, so its known answer is one of the key generation, too; and
            // one with a
            // context takes every step that one without takes.
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                signature(primitive, engine.contextLimit() > 0 ? "context" : "sign");
            case ED25519 -> signature(primitive, "sign");
            case SLH_DSA_SHA2_128S -> keyGeneration(primitive);
            case SLH_DSA_SHA2_128F -> roundTrip(primitive);
        }
    }

    private void keyGeneration(Primitive p) throws GeneralSecurityException {
        byte[] made = engine.privateKey(p, octets(p, "keygen.random"));
        expect(p, "keygen.public.sha256", sha256(engine.read(p, made).publicKey()));
    }

    private void encapsulation(Primitive p) throws GeneralSecurityException {
        ChosenRandom random = new ChosenRandom(octets(p, "encaps.random"));
        Engine.Sealed sealed = engine.encapsulate(p, octets(p, "encaps.public"), random);
        expect(p, "encaps.ciphertext.sha256", sha256(sealed.ciphertext()));
        expect(p, "encaps.secret", sealed.secret());
    }

    private void decapsulation(Primitive p) throws GeneralSecurityException {
        Engine.Native key = engine.read(p, octets(p, "decaps.private"));
        byte[] ciphertext = octets(p, "decaps.ciphertext");
        expect(p, "decaps.secret", engine.decapsulate(p, key, ciphertext));
        ciphertext[0] ^= 1;
        expect(p, "decaps.rejected", engine.decapsulate(p, key, ciphertext));
    }

    private void agreement() throws GeneralSecurityException {
        Engine.Native key = engine.read(Primitive.X25519, octets(Primitive.X25519, "agree.private"));
        expect(Primitive.X25519, "agree.public", key.publicKey());
        expect(Primitive.X25519, "agree.secret", engine.agree(key, octets(Primitive.X25519, "agree.other")));
    }

    private void signature(Primitive p, String name) throws GeneralSecurityException {
        byte[] message = octets(p, name + ".message");
        byte[] context = octets(p, name + ".context");
        Engine.Native key = engine.read(p, octets(p, name + ".private"));
        byte[] signed = engine.sign(p, key, message, context, new ChosenRandom(ZEROS));
        expect(p, name + ".signature.sha256", sha256(signed));
        verification(p, key.publicKey(), message, context, signed);
    }

    /** For what has no published signatures at hand: what it signs it verifies, and nothing else. */
    private void roundTrip(Primitive p) throws GeneralSecurityException {
        byte[] seed = new byte[p.randomLength()];
        Arrays.fill(seed, (byte) 7);
        Engine.Native key = engine.read(p, engine.privateKey(p, seed));
        byte[] signed = engine.sign(p, key, ZEROS, NONE, new ChosenRandom(ZEROS));
        verification(p, key.publicKey(), ZEROS, NONE, signed);
    }

    private void verification(Primitive p, byte[] key, byte[] message, byte[] context, byte[] signed)
            throws GeneralSecurityException {
        if (!engine.verify(p, key, message, context, signed)) throw wrong(p, "a right signature is not verified");
        byte[] other = Octets.join(message, new byte[1]);
        if (engine.verify(p, key, other, context, signed))
            throw wrong(p, "a signature is verified for another message");
        given += 2;
    }

    private void expect(Primitive p, String name, byte[] answer) {
        if (!MessageDigest.isEqual(octets(p, name), answer)) throw wrong(p, name + " comes out differently");
        given++;
    }

    private PqcException wrong(Primitive p, String what) {
        return new PqcException(
                PqcException.Reason.NOT_PROVEN,
                "the provider " + engine.name() + " must not serve: " + p.standardName() + ", " + what);
    }

    private byte[] octets(Primitive p, String name) {
        @Nullable String hex = answers.getProperty(p.standardName() + "." + name);
        if (hex == null) throw wrong(p, "there is no known answer " + name);
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] sha256(byte[] octets) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }
}
