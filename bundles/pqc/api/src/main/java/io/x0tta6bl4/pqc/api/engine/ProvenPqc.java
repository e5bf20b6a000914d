package io.x0tta6bl4.pqc.api.engine;

import static io.x0tta6bl4.pqc.api.PqcException.Reason.MALFORMED;
import static io.x0tta6bl4.pqc.api.PqcException.Reason.UNSUPPORTED;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.Encapsulation;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.PrivateKey;
import io.x0tta6bl4.pqc.api.PublicKey;
import io.x0tta6bl4.pqc.api.SharedSecret;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every real provider does the same way around its engine: the checks, the two compositions, the errors, and the
 * self-test by known answers. It holds no state but what the engine made of private keys.
 *
 * <p>SLH-DSA is offered only when it is proven: whoever asks what there is waits for the proof, once. It is proven before its first
 * use, too, and with the second self-test if nobody asked until then; a failure is kept, takes it out of what is offered, makes every
 * use and every self-test fail, and is not tried again.
 */
public abstract class ProvenPqc implements Pqc, SelfTest {
    private final Engine engine;
    private final Set<Algorithm> algorithms;
    private final Set<Algorithm> provenFirst;
    private final OwnForms forms = new OwnForms();
    private final SecureRandom random = new SecureRandom();
    /** By which it serves; told by the first self-test and not made a second time for it. */
    private final AtomicReference<@Nullable Proof> first;

    private final LateProof late;

    /** Proves itself again at the first self-test. */
    protected ProvenPqc(Engine engine) {
        this(engine, Optional.empty());
    }

    protected ProvenPqc(Engine engine, Optional<Proof> proof) {
        this.engine = engine;
        this.late = new LateProof(engine);
        this.first = new AtomicReference<>(proof.orElse(null));
        this.algorithms = Algorithm.all()
                .filter(a -> engine.primitives().containsAll(Primitive.of(a)))
                .collect(Collectors.toUnmodifiableSet());
        this.provenFirst = algorithms.stream()
                .filter(a -> !late.concerns(Primitive.of(a)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public final Set<Algorithm> algorithms() {
        return pretends() || late.holds() ? algorithms : provenFirst;
    }

    @Override
    public final int contextLimit(SignatureAlgorithm algorithm) {
        return Math.min(algorithm.contextLimit(), engine.contextLimit());
    }

    @Override
    public final PrivateKey generate(Algorithm algorithm) {
        supported(algorithm);
        return Attempt.attempt("generate a key of " + algorithm.standardName(), () -> {
            byte[] encoded = new byte[algorithm.privateKeyLength()];
            int at = 0;
            for (Primitive part : Primitive.of(algorithm)) {
                byte[] chosen = new byte[part.randomLength()];
                random.nextBytes(chosen);
                byte[] made = engine.privateKey(part, chosen);
                System.arraycopy(made, 0, encoded, at, made.length);
                at += made.length;
                wipe(chosen, made);
            }
            PrivateKey key = new PrivateKey(algorithm, encoded);
            wipe(encoded);
            return key;
        });
    }

    @Override
    public final PublicKey publicKey(PrivateKey key) {
        Engine.Native[] parts = read(key);
        byte[] joined = parts[0].publicKey();
        for (int i = 1; i < parts.length; i++) joined = Octets.join(joined, parts[i].publicKey());
        return new PublicKey(key.algorithm(), joined);
    }

    @Override
    public final Encapsulation encapsulate(PublicKey key) {
        KemAlgorithm kem = kem(key.algorithm());
        return Attempt.attempt("encapsulate for a key of " + kem.standardName(), () -> {
            List<Primitive> parts = Primitive.of(kem);
            byte[] encoded = key.encoded();
            if (parts.size() == 1) return made(engine.encapsulate(parts.getFirst(), encoded, random));
            return made(Hybrid.encapsulate(engine, encoded, random));
        });
    }

    private static Encapsulation made(Engine.Sealed sealed) {
        Encapsulation encapsulation = new Encapsulation(sealed.ciphertext(), new SharedSecret(sealed.secret()));
        wipe(sealed.secret());
        return encapsulation;
    }

    @Override
    public final SharedSecret decapsulate(PrivateKey key, byte[] ciphertext) {
        KemAlgorithm kem = kem(key.algorithm());
        Objects.requireNonNull(ciphertext, "ciphertext");
        if (ciphertext.length != kem.ciphertextLength())
            throw new PqcException(
                    MALFORMED,
                    "a ciphertext of " + kem.standardName() + " has " + kem.ciphertextLength() + " octets ("
                            + kem.standard() + "), this one has " + ciphertext.length);
        Engine.Native[] parts = read(key);
        return Attempt.using(key, "decapsulate with a key of " + kem.standardName(), () -> {
            byte[] secret = parts.length == 1
                    ? engine.decapsulate(Primitive.of(kem).getFirst(), parts[0], ciphertext)
                    : Hybrid.decapsulate(engine, parts, ciphertext);
            SharedSecret shared = new SharedSecret(secret);
            wipe(secret);
            return shared;
        });
    }

    @Override
    public final byte[] sign(PrivateKey key, byte[] message, byte[] context) {
        SignatureAlgorithm algorithm = signature(key.algorithm());
        check(algorithm, message, context);
        Engine.Native[] parts = read(key);
        return Attempt.using(
                key,
                "sign with a key of " + algorithm.standardName(),
                () -> parts.length == 1
                        ? engine.sign(Primitive.of(algorithm).getFirst(), parts[0], message, context, random)
                        : Hybrid.sign(engine, parts, message, random));
    }

    @Override
    public final boolean verify(PublicKey key, byte[] message, byte[] context, byte[] signature) {
        SignatureAlgorithm algorithm = signature(key.algorithm());
        check(algorithm, message, context);
        if (signature.length != algorithm.signatureLength()) return false;
        return Attempt.attempt("verify with a key of " + algorithm.standardName(), () -> {
            List<Primitive> parts = Primitive.of(algorithm);
            byte[] encoded = key.encoded();
            return parts.size() == 1
                    ? engine.verify(parts.getFirst(), encoded, message, context, signature)
                    : Hybrid.verify(engine, encoded, message, signature);
        });
    }

    @Override
    public SelfTestResult selfTest() {
        String what = "give the known answers of the standards";
        Proof proof = first.getAndSet(null);
        if (proof != null)
            return new SelfTestResult(what, proof.at(), proof.took(), true, proof.found() + late.promise());
        return SelfTestResult.of(what, () -> {
            String found = KnownAnswers.proveFirst(engine).found();
            return late.concerns(engine.primitives()) ? found + "; of SLH-DSA " + late.proven() : found;
        });
    }

    /** Whether it only looks like cryptography, and so has nothing to prove; a stub in the lab alone says so. */
    protected boolean pretends() {
        return false;
    }

    private Engine.Native[] read(PrivateKey key) {
        supported(key.algorithm());
        return forms.of(
                key,
                encoded -> Attempt.attempt("read the " + key, () -> {
                    List<Primitive> parts = Primitive.of(key.algorithm());
                    Engine.Native[] read = new Engine.Native[parts.size()];
                    int at = 0;
                    for (int i = 0; i < read.length; i++) {
                        int end = at + parts.get(i).privateKeyLength();
                        byte[] part = Arrays.copyOfRange(encoded, at, end);
                        read[i] = engine.read(parts.get(i), part);
                        wipe(part);
                        at = end;
                    }
                    return read;
                }));
    }

    private void supported(Algorithm algorithm) {
        if (!algorithms.contains(algorithm))
            throw new PqcException(
                    UNSUPPORTED,
                    "the provider " + engine.name() + " has no " + algorithm.standardName()
                            + "; pqc:providers shows which one has");
        if (!pretends() && late.concerns(Primitive.of(algorithm))) late.proven();
    }

    private KemAlgorithm kem(Algorithm algorithm) {
        supported(algorithm);
        if (algorithm instanceof KemAlgorithm kem) return kem;
        throw new PqcException(MALFORMED, algorithm.standardName() + " signs; it encapsulates nothing");
    }

    private SignatureAlgorithm signature(Algorithm algorithm) {
        supported(algorithm);
        if (algorithm instanceof SignatureAlgorithm signature) return signature;
        throw new PqcException(MALFORMED, algorithm.standardName() + " encapsulates; it signs nothing");
    }

    private void check(SignatureAlgorithm algorithm, byte[] message, byte[] context) {
        if (message.length > MESSAGE_LIMIT)
            throw new PqcException(
                    MALFORMED,
                    "a message has at most " + MESSAGE_LIMIT + " octets, this one has " + message.length
                            + "; hash it first");
        if (context.length > algorithm.contextLimit())
            throw new PqcException(
                    MALFORMED,
                    "a context of " + algorithm.standardName() + " has at most " + algorithm.contextLimit()
                            + " octets (" + algorithm.standard() + "), this one has " + context.length);
        if (context.length > engine.contextLimit())
            throw new PqcException(
                    UNSUPPORTED,
                    "the provider " + engine.name() + " takes only the empty context, this one has " + context.length
                            + " octets; use a provider with contexts, see pqc:providers");
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) Arrays.fill(secret, (byte) 0);
    }
}
