package io.x0tta6bl4.feature.provider.felix.sign;

import io.x0tta6bl4.feature.provider.felix.text.Tree;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who signs features: a classical and a post-quantum key under one name. A signature counts only when both keys made it.
 *
 * @param name how people call the signer
 * @param classical Ed25519
 * @param quantum ML-DSA-65
 */
public record Signer(String name, PublicKey classical, PublicKey quantum) {
    static final String CLASSICAL = "Ed25519";
    static final String QUANTUM = "ML-DSA-65";

    /** Digits that tell the pair of keys from any other. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(classical.getEncoded());
            return HexFormat.of().formatHex(digest.digest(quantum.getEncoded()), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The two key pairs of a signer. */
    public record Pair(String name, KeyPair classical, KeyPair quantum) {
        public Signer signer() {
            return new Signer(name, classical.getPublic(), quantum.getPublic());
        }

        public static Pair generate(String name) {
            try {
                return new Pair(
                        name,
                        KeyPairGenerator.getInstance(CLASSICAL).generateKeyPair(),
                        KeyPairGenerator.getInstance(QUANTUM).generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Java 25 has " + CLASSICAL + " and " + QUANTUM, e);
            }
        }

        /** Writes {@code NAME.key}, for the owner alone, and {@code NAME.pub}; neither is overwritten. */
        public void write(Path directory) throws IOException {
            Files.createDirectories(directory);
            Path secret = directory.resolve(name + ".key");
            Files.createFile(
                    secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            JsonObject keys = Json.createObjectBuilder(publicJson(signer()))
                    .add(CLASSICAL + " private", base64(classical.getPrivate().getEncoded()))
                    .add(QUANTUM + " private", base64(quantum.getPrivate().getEncoded()))
                    .build();
            Files.writeString(secret, keys + "\n", StandardCharsets.UTF_8);
            Files.writeString(
                    directory.resolve(name + ".pub"),
                    publicJson(signer()) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        }

        public static Pair read(Path file) throws IOException {
            Signer signer = Signer.read(file);
            try {
                Tree tree = Tree.parse(Files.readString(file));
                return new Pair(
                        signer.name(),
                        new KeyPair(
                                signer.classical(),
                                KeyFactory.getInstance(CLASSICAL)
                                        .generatePrivate(new PKCS8EncodedKeySpec(bytes(tree, CLASSICAL + " private")))),
                        new KeyPair(
                                signer.quantum(),
                                KeyFactory.getInstance(QUANTUM)
                                        .generatePrivate(new PKCS8EncodedKeySpec(bytes(tree, QUANTUM + " private")))));
            } catch (WrongText | GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(file + " is no key file of a signer: " + e.getMessage(), e);
            }
        }
    }

    /** Reads a {@code .pub} file. */
    public static Signer read(Path file) throws IOException {
        try {
            Tree tree = Tree.parse(Files.readString(file));
            String name = tree.string("name").orElseThrow(() -> new IllegalArgumentException("it has no name"));
            return new Signer(
                    name,
                    KeyFactory.getInstance(CLASSICAL).generatePublic(new X509EncodedKeySpec(bytes(tree, CLASSICAL))),
                    KeyFactory.getInstance(QUANTUM).generatePublic(new X509EncodedKeySpec(bytes(tree, QUANTUM))));
        } catch (WrongText | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is no file with the keys of a signer: " + e.getMessage(), e);
        }
    }

    private static JsonObject publicJson(Signer signer) {
        return Json.createObjectBuilder()
                .add("name", signer.name())
                .add("id", signer.id())
                .add(CLASSICAL, base64(signer.classical().getEncoded()))
                .add(QUANTUM, base64(signer.quantum().getEncoded()))
                .build();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] bytes(Tree tree, String name) throws WrongText {
        return Base64.getDecoder()
                .decode(tree.string(name).orElseThrow(() -> new IllegalArgumentException("it has no " + name)));
    }
}
