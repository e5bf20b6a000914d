package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.provider.felix.sign.SignedFeature;
import io.x0tta6bl4.feature.provider.felix.sign.Signer;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Signs and verifies a file that is no feature, an image above all, together with what belongs to it and is named after it. */
final class FileSigning {
    private FileSigning() {}

    static String sign(Signer.Pair pair, Path file) throws IOException {
        Map<String, String> beside = beside(file);
        SignedFeature signed = SignedFeature.sign(
                pair,
                id(file),
                Digests.sha512(file),
                beside,
                SteadyClock.system().instant());
        signed.write(SignedFeature.beside(file));
        return "signed " + file.getFileName() + " with " + beside.keySet() + " as " + pair.name() + " ("
                + signed.signer() + "): " + SignedFeature.beside(file);
    }

    static String verify(Path file, Path trust) throws IOException, BrokenFeature {
        SignedFeature signed = SignedFeature.read(SignedFeature.beside(file));
        if (!signed.feature().equals(id(file)))
            throw new BrokenFeature("the signature is of " + signed.feature() + " and not of " + id(file));
        if (!signed.featureSha512().equals(Digests.sha512(file)))
            throw new BrokenFeature(file + " was changed after it was signed");
        if (!signed.bundles().equals(beside(file)))
            throw new BrokenFeature("what belongs to " + file + " was changed after it was signed: signed were "
                    + signed.bundles().keySet() + ", found were " + beside(file).keySet());
        Optional<Signer> signer = signed.by(SignedFeature.trusted(trust));
        if (signer.isEmpty())
            throw new BrokenFeature(
                    file + " is not signed by a signer whose keys are in " + trust + "; it names " + signed.signer());
        return file.getFileName() + " is signed by " + signer.get().name() + " (" + signed.signer() + ") of "
                + signed.at() + ", and unchanged, as are " + signed.bundles().keySet();
    }

    private static String id(Path file) {
        return "file:" + file.getFileName();
    }

    private static Map<String, String> beside(Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(file.getParent())) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                String name = one.getFileName().toString();
                if (name.startsWith(file.getFileName() + ".") && !name.endsWith(SignedFeature.SUFFIX))
                    found.put(name, Digests.sha512(one));
            }
        }
        return found;
    }
}
