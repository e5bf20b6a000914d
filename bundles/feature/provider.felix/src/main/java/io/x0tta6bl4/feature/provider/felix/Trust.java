package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.provider.felix.sign.SignedFeature;
import io.x0tta6bl4.feature.provider.felix.sign.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feature may come: on a production node it is a part of the distribution, or a trusted signer signed it. A signature
 * that is there has to hold on every node.
 */
final class Trust {
    private final boolean lab;
    private final Sources sources;
    private final List<Path> directories = new ArrayList<>();

    Trust(Function<String, @Nullable String> framework, Sources sources) {
        this.lab = "lab".equals(framework.apply("x0.profile"));
        this.sources = sources;
        String home = framework.apply("x0.home");
        if (home != null) directories.add(Path.of(home).resolve("conf/trust"));
    }

    /**
     * What was found.
     *
     * @param signer who answers for the feature, as words
     * @param obstacles why it may not come
     */
    record Verdict(String signer, List<String> obstacles) {}

    boolean lab() {
        return lab;
    }

    Verdict judge(Path path, FeatureFile file, Map<Coordinates, Path> bundles) throws IOException {
        Path signature = SignedFeature.beside(path);
        if (Files.exists(signature)) return signed(signature, file, bundles);
        List<Path> strangers = bundles.values().stream()
                .filter(b -> !sources.ofDistribution(b))
                .toList();
        if (sources.ofDistribution(path) && strangers.isEmpty())
            return new Verdict("the distribution that the node was started from", List.of());
        if (lab) return new Verdict("nobody: it is not signed, which a lab node allows", List.of());
        return new Verdict(
                "nobody",
                List.of(file.id()
                        + " is not signed, and a production node takes only what a trusted signer signed: there is no "
                        + signature + ". Sign it with 'x0 feature sign', and put the signer's .pub file into "
                        + directories));
    }

    private Verdict signed(Path signature, FeatureFile file, Map<Coordinates, Path> bundles) throws IOException {
        SignedFeature signed;
        try {
            signed = SignedFeature.read(signature);
        } catch (IOException e) {
            return new Verdict("nobody", List.of(String.valueOf(e.getMessage())));
        }
        List<Signer> known = new ArrayList<>();
        for (Path directory : directories) known.addAll(SignedFeature.trusted(directory));
        List<String> obstacles = new ArrayList<>(differences(signed, file.id(), file.text(), bundles));
        Optional<Signer> signer = signed.by(known);
        if (signer.isPresent())
            return new Verdict(
                    signer.get().name() + " (" + signed.signer() + ", signed " + signed.at() + ")", obstacles);
        boolean named = known.stream().anyMatch(s -> s.id().equals(signed.signer()));
        if (named)
            obstacles.add("the signature " + signature + " does not hold: it was not made with the keys of its signer "
                    + signed.signer() + ", or was changed afterwards");
        else if (!lab)
            obstacles.add("the signer " + signed.signer() + " of " + file.id()
                    + " is not trusted on this node: trusted are "
                    + known.stream().map(s -> s.name() + " (" + s.id() + ")").toList() + ", by the .pub files in "
                    + directories);
        return new Verdict(named ? "nobody" : "somebody unknown (" + signed.signer() + ")", obstacles);
    }

    /** What is not as it was signed. */
    static List<String> differences(SignedFeature signed, String id, FeatureText text, Map<Coordinates, Path> bundles)
            throws IOException {
        List<String> differences = new ArrayList<>();
        if (!signed.feature().equals(id))
            differences.add("the signature is for " + signed.feature() + ", the feature is " + id);
        if (!signed.featureSha512().equals(sha512(text)))
            differences.add("the feature file " + id + " was changed after it was signed");
        for (Map.Entry<Coordinates, Path> bundle : bundles.entrySet()) {
            String wanted = signed.bundles().get(bundle.getKey().toString());
            if (wanted == null) differences.add("the bundle " + bundle.getKey() + " is not among what was signed");
            else if (!wanted.equals(Digests.sha512(bundle.getValue())))
                differences.add("the bundle " + bundle.getKey() + " in " + bundle.getValue()
                        + " was changed after it was signed: its SHA-512 is not the signed one");
        }
        return differences;
    }

    static String sha512(FeatureText text) {
        try {
            byte[] canonical = text.tree().canonical().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
