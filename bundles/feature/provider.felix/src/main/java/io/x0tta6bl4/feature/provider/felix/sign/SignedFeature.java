package io.x0tta6bl4.feature.provider.felix.sign;

import io.x0tta6bl4.feature.provider.felix.text.Tree;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The statement that a signer makes about a feature, with both signatures under it: the file {@code FEATURE.json.sig}.
 *
 * @param feature coordinates of the feature
 * @param featureSha512 digest of its canonical text
 * @param bundles SHA-512 of every bundle by coordinates
 * @param at when it was signed
 * @param signer id of the signer's keys
 * @param classical signature with Ed25519
 * @param quantum signature with ML-DSA-65
 */
public record SignedFeature(
        String feature,
        String featureSha512,
        Map<String, String> bundles,
        Instant at,
        String signer,
        byte[] classical,
        byte[] quantum) {
    /** What the name of a signature has more than that of its feature. */
    public static final String SUFFIX = ".sig";

    private static final String FORMAT = "x0-feature-signature-1";

    public SignedFeature {
        bundles = Map.copyOf(bundles);
    }

    /** Where the signature of a feature file lies. */
    public static Path beside(Path feature) {
        return feature.resolveSibling(feature.getFileName() + SUFFIX);
    }

    public static SignedFeature sign(
            Signer.Pair keys, String feature, String featureSha512, Map<String, String> bundles, Instant at) {
        byte[] statement =
                statement(feature, featureSha512, bundles, at, keys.signer().id());
        return new SignedFeature(
                feature,
                featureSha512,
                bundles,
                at,
                keys.signer().id(),
                signature(Signer.CLASSICAL, keys.classical().getPrivate(), statement),
                signature(Signer.QUANTUM, keys.quantum().getPrivate(), statement));
    }

    /** Which of these signers made it; both signatures hold under the keys of that signer. */
    public Optional<Signer> by(Collection<Signer> signers) {
        byte[] statement = statement(feature, featureSha512, bundles, at, signer);
        return signers.stream()
                .filter(s -> s.id().equals(signer))
                .filter(s -> holds(Signer.CLASSICAL, s.classical(), statement, classical)
                        && holds(Signer.QUANTUM, s.quantum(), statement, quantum))
                .findFirst();
    }

    private static byte[] statement(
            String feature, String digest, Map<String, String> bundles, Instant at, String signer) {
        JsonObjectBuilder digests = Json.createObjectBuilder();
        new TreeMap<>(bundles).forEach(digests::add);
        JsonObject statement = Json.createObjectBuilder()
                .add("at", at.toString())
                .add("bundles", digests)
                .add("feature", feature)
                .add("sha512", digest)
                .add("signer", signer)
                .build();
        return (FORMAT + "\n" + statement).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signature(String algorithm, PrivateKey key, byte[] statement) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(statement);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with " + algorithm + ": " + e.getMessage(), e);
        }
    }

    private static boolean holds(String algorithm, PublicKey key, byte[] statement, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(statement);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    public void write(Path file) throws IOException {
        JsonObjectBuilder digests = Json.createObjectBuilder();
        new TreeMap<>(bundles).forEach(digests::add);
        JsonObject json = Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("feature", feature)
                .add("sha512", featureSha512)
                .add("bundles", digests)
                .add("at", at.toString())
                .add("signer", signer)
                .add(Signer.CLASSICAL, Signer.base64(classical))
                .add(Signer.QUANTUM, Signer.base64(quantum))
                .build();
        Files.writeString(file, json + "\n", StandardCharsets.UTF_8);
    }

    public static SignedFeature read(Path file) throws IOException {
        try {
            Tree tree = Tree.parse(Files.readString(file));
            if (!FORMAT.equals(text(tree, "format"))) throw new IllegalArgumentException("its format is not " + FORMAT);
            Map<String, String> bundles = new LinkedHashMap<>();
            tree.member("bundles")
                    .map(Tree::members)
                    .orElse(Map.of())
                    .forEach((name, value) -> bundles.put(name, value.text()));
            return new SignedFeature(
                    text(tree, "feature"),
                    text(tree, "sha512"),
                    bundles,
                    Instant.parse(text(tree, "at")),
                    text(tree, "signer"),
                    Signer.bytes(tree, Signer.CLASSICAL),
                    Signer.bytes(tree, Signer.QUANTUM));
        } catch (WrongText | IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException("the signature " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String text(Tree tree, String name) throws WrongText {
        return tree.string(name).orElseThrow(() -> new IllegalArgumentException("it has no " + name));
    }

    /** The keys of everybody who may sign, from the {@code .pub} files of a directory. */
    public static List<Signer> trusted(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (var files = Files.list(directory)) {
            List<Signer> signers = new java.util.ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".pub")).sorted().toList()) signers.add(Signer.read(file));
            return List.copyOf(signers);
        }
    }
}
