package io.x0tta6bl4.ml.provider.onnxruntime;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a model may serve: as for features, it is a part of the distribution, or a trusted signer signed it with both of its
 * keys, Ed25519 and ML-DSA-65; a signature that is there has to hold everywhere. The signature is {@code <id>/model.json.sig},
 * in the form of the signatures of features, over the digests of the record and of the model file; the keys of signers are the
 * {@code .pub} files of the distribution's {@code conf/trust}.
 */
final class ModelTrust {
    static final String SIGNATURE = "model.json.sig";
    private static final String FORMAT = "x0-feature-signature-1";
    private static final List<String> ALGORITHMS = List.of("Ed25519", "ML-DSA-65");

    private final List<Path> listed;
    private final Optional<Path> keys;

    private record Signer(String name, String id, List<PublicKey> keys) {}

    /** @param listed folders whose list is enough; @param keys where the keys of signers lie */
    private ModelTrust(List<Path> listed, Optional<Path> keys) {
        this.listed = List.copyOf(listed);
        this.keys = keys;
    }

    /** Models of the distribution need no signature, others do, except in the lab. */
    static ModelTrust node(boolean lab, List<Path> folders, Optional<Path> home) {
        List<Path> own = home.map(h -> List.of(h.resolve("models"))).orElse(List.of());
        return new ModelTrust(lab ? folders : own, home.map(h -> h.resolve("conf/trust")));
    }

    /** For programs that make or measure models: the list is enough. */
    static ModelTrust lists(List<Path> folders) {
        return new ModelTrust(folders, Optional.empty());
    }

    /** Who answers for the model; refuses, in words, what nobody trusted answers for. */
    String check(Path folder, String id, byte[] record, byte[] model) throws IOException {
        Path file = folder.resolve(id).resolve(SIGNATURE);
        if (!Files.exists(file)) {
            if (listed.contains(folder)) return "the list of " + folder;
            throw new IOException("the model " + id + " of " + folder
                    + " is not signed, and this node takes only the distribution's own models and signed ones; sign it"
                    + " with 'x0 feature sign', and put the signer's .pub file into "
                    + keys.map(Path::toString).orElse("conf/trust"));
        }
        JsonObject signed = json(file);
        try {
            return signer(signed, file, id, record, model);
        } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new IOException("the signature " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private String signer(JsonObject signed, Path file, String id, byte[] record, byte[] model) throws IOException {
        if (!signed.getString("format").equals(FORMAT))
            throw new IllegalArgumentException("its format is not " + FORMAT);
        if (!signed.getString("feature").equals("model:" + id))
            throw new IOException(file + " is the signature of " + signed.getString("feature"));
        if (!signed.getString("sha512").equals(sha512(record)))
            throw new IOException("the record of the model " + id + " was changed after it was signed");
        if (!signed.getJsonObject("bundles").getString("model.onnx").equals(sha512(model)))
            throw new IOException("the file of the model " + id + " was changed after it was signed");
        for (Signer signer : signers())
            if (signer.id().equals(signed.getString("signer"))) {
                if (holds(signed, signer)) return signer.name() + " (" + signer.id() + ")";
                throw new IOException(
                        "the signature " + file + " does not hold: its signer " + signer.name() + " did not make it");
            }
        throw new IOException("the signer " + signed.getString("signer") + " of the model " + id
                + " is not trusted: its .pub file is not in "
                + keys.map(Path::toString).orElse("any directory"));
    }

    private static boolean holds(JsonObject signed, Signer signer) {
        byte[] statement = statement(signed);
        for (int i = 0; i < ALGORITHMS.size(); i++)
            try {
                Signature signature = Signature.getInstance(ALGORITHMS.get(i));
                signature.initVerify(signer.keys().get(i));
                signature.update(statement);
                if (!signature.verify(Base64.getDecoder().decode(signed.getString(ALGORITHMS.get(i))))) return false;
            } catch (GeneralSecurityException e) {
                return false;
            }
        return true;
    }

    private static byte[] statement(JsonObject signed) {
        JsonObjectBuilder digests = Json.createObjectBuilder();
        new TreeMap<>(signed.getJsonObject("bundles")).forEach(digests::add);
        JsonObject statement = Json.createObjectBuilder()
                .add("at", signed.getString("at"))
                .add("bundles", digests)
                .add("feature", signed.getString("feature"))
                .add("sha512", signed.getString("sha512"))
                .add("signer", signed.getString("signer"))
                .build();
        return (FORMAT + "\n" + statement).getBytes(StandardCharsets.UTF_8);
    }

    private List<Signer> signers() throws IOException {
        if (keys.isEmpty() || !Files.isDirectory(keys.get())) return List.of();
        List<Signer> signers = new ArrayList<>();
        try (var files = Files.list(keys.get())) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".pub")).sorted().toList()) signers.add(signer(file));
        }
        return signers;
    }

    /** The id is worked out from the keys, never believed. */
    private static Signer signer(Path file) throws IOException {
        JsonObject json = json(file);
        try {
            List<PublicKey> keys = new ArrayList<>();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String algorithm : ALGORITHMS) {
                byte[] encoded = Base64.getDecoder().decode(json.getString(algorithm));
                digest.update(encoded);
                keys.add(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
            }
            return new Signer(json.getString("name"), HexFormat.of().formatHex(digest.digest(), 0, 16), keys);
        } catch (GeneralSecurityException | IllegalArgumentException | NullPointerException | ClassCastException e) {
            throw new IOException(file + " is no file with the keys of a signer: " + e.getMessage(), e);
        }
    }

    private static JsonObject json(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file);
                var reader = Json.createReader(text)) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new IOException(file + " is not JSON: " + e.getMessage(), e);
        }
    }

    static String sha512(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
