package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.provider.felix.sign.SignedFeature;
import io.x0tta6bl4.feature.provider.felix.sign.Signer;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program, without a node: makes keys of signers, signs features, verifies signatures. Ends with 0, 1 or 2 like x0. */
public final class FeatureSigning {
    private static final String HELP = """
        x0 feature keygen NAME [--out DIR]                     makes NAME.key (secret) and NAME.pub in DIR, or here
        x0 feature sign FEATURE.json --key NAME.key [--repository DIR]
                                                               writes FEATURE.json.sig
        x0 feature sign MODEL_DIRECTORY --key NAME.key         signs a model: writes model.json.sig in it
        x0 feature sign FILE --key NAME.key                    signs any other file, and those beside it named FILE.*
        x0 feature verify FEATURE.json [--trust DIR] [--repository DIR]
                                                               is it signed, by whom, and unchanged since
          --repository DIR  where its bundles lie, in Maven's layout; beside the feature and in the distribution they are
                            found without
          --trust DIR       the .pub files of the signers to trust; without it those of the distribution, conf/trust
        """;

    private FeatureSigning() {}

    public static void main(String[] words) {
        System.exit(run(System.out, System.err, words));
    }

    /** Returns the exit code. */
    public static int run(PrintStream out, PrintStream err, String... words) {
        try {
            Words given = Words.of(words);
            switch (given.verb()) {
                case "keygen" -> out.println(keygen(given));
                case "sign" -> out.println(sign(given));
                case "verify" -> out.println(verify(given));
                default -> throw new IllegalArgumentException("there is no 'feature " + given.verb() + "' here");
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("x0: " + e.getMessage() + "\n\n" + HELP.strip());
            return 2;
        } catch (IOException | WrongText | BrokenFeature e) {
            err.println("x0: "
                    + (e instanceof FileAlreadyExistsException
                            ? e.getMessage() + " is there already; it is not overwritten"
                            : Wording.of(e)));
            return 1;
        }
    }

    private record Words(String verb, String subject, Map<String, String> options) {
        static Words of(String... words) {
            if (words.length < 2 || List.of(words).contains("--help"))
                throw new IllegalArgumentException("say what to do, and with what");
            Map<String, String> options = new HashMap<>();
            for (int i = 2; i < words.length; i += 2) {
                if (!List.of("--out", "--key", "--trust", "--repository").contains(words[i]) || i + 1 == words.length)
                    throw new IllegalArgumentException("'" + words[i] + "' is not understood, or lacks its value");
                options.put(words[i], words[i + 1]);
            }
            return new Words(words[0], words[1], options);
        }

        Optional<Path> path(String option) {
            return Optional.ofNullable(options.get(option)).map(Path::of);
        }
    }

    private static String keygen(Words given) throws IOException {
        if (!given.subject().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"))
            throw new IllegalArgumentException("'" + given.subject() + "' is no name of a signer");
        Path directory = given.path("--out").orElse(Path.of("."));
        Signer.Pair pair = Signer.Pair.generate(given.subject());
        pair.write(directory);
        return "made " + directory.resolve(given.subject() + ".key") + " (keep it secret) and "
                + directory.resolve(given.subject() + ".pub") + " (for conf/trust of the nodes), id "
                + pair.signer().id();
    }

    private static String sign(Words given) throws IOException, WrongText, BrokenFeature {
        Path key =
                given.path("--key").orElseThrow(() -> new IllegalArgumentException("--key NAME.key is needed to sign"));
        Signer.Pair pair = Signer.Pair.read(key);
        Path file = Path.of(given.subject()).toAbsolutePath().normalize();
        if (Files.isRegularFile(file.resolve("model.json"))) return signModel(pair, file);
        if (!file.toString().endsWith(".json")) return FileSigning.sign(pair, file);
        FeatureText text = text(file);
        Map<String, String> digests = new LinkedHashMap<>();
        for (var bundle : bundles(given, file, text).entrySet())
            digests.put(bundle.getKey().toString(), Digests.sha512(bundle.getValue()));
        SignedFeature signed = SignedFeature.sign(
                pair,
                id(text),
                Trust.sha512(text),
                digests,
                SteadyClock.system().instant());
        signed.write(SignedFeature.beside(file));
        return "signed " + id(text) + " with " + digests.size() + " bundles as " + pair.name() + " (" + signed.signer()
                + "): " + SignedFeature.beside(file);
    }

    /** A model is signed as a feature is; its record stands for the feature, its file for the bundles. */
    private static String signModel(Signer.Pair pair, Path directory) throws IOException {
        Path record = directory.resolve("model.json");
        SignedFeature signed = SignedFeature.sign(
                pair,
                "model:" + directory.getFileName(),
                Digests.sha512(record),
                Map.of("model.onnx", Digests.sha512(directory.resolve("model.onnx"))),
                SteadyClock.system().instant());
        signed.write(SignedFeature.beside(record));
        return "signed the model " + directory.getFileName() + " as " + pair.name() + " (" + signed.signer() + "): "
                + SignedFeature.beside(record);
    }

    private static String verify(Words given) throws IOException, WrongText, BrokenFeature {
        Path file = Path.of(given.subject()).toAbsolutePath().normalize();
        Path trust = given.path("--trust").orElse(Path.of(System.getProperty("x0.home", "."), "conf/trust"));
        if (!file.toString().endsWith(".json")) return FileSigning.verify(file, trust);
        FeatureText text = text(file);
        SignedFeature signed = SignedFeature.read(SignedFeature.beside(file));
        List<String> wrong = new ArrayList<>(Trust.differences(signed, id(text), text, bundles(given, file, text)));
        Optional<Signer> signer = signed.by(SignedFeature.trusted(trust));
        if (signer.isEmpty())
            wrong.add("it is not signed by a signer whose keys are in " + trust + "; it names " + signed.signer());
        if (!wrong.isEmpty()) throw new BrokenFeature(id(text) + " is refused: " + String.join("; ", wrong));
        return id(text) + " is signed by " + signer.get().name() + " (" + signed.signer() + ") of " + signed.at()
                + ", and unchanged: the feature and " + signed.bundles().size() + " bundles";
    }

    private static FeatureText text(Path file) throws IOException, WrongText {
        return FeatureText.read(Files.readString(file), key -> null);
    }

    private static String id(FeatureText text) {
        return Coordinates.parse(text.tree().members().get("id").text()).toString();
    }

    private static Map<Coordinates, Path> bundles(Words given, Path file, FeatureText text) throws BrokenFeature {
        Map<String, String> places = new HashMap<>();
        places.put("x0.home", System.getProperty("x0.home", "."));
        given.path("--repository").ifPresent(path -> places.put("x0.repositories", path.toString()));
        Sources sources = new Sources(places::get, List::of);
        Map<Coordinates, Path> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Coordinates coordinates : text.coordinates()) {
            List<String> tried = new ArrayList<>();
            sources.artifact(coordinates, Optional.ofNullable(file.getParent()), true, tried)
                    .ifPresentOrElse(
                            path -> found.put(coordinates, path),
                            () -> missing.add("the bundle " + coordinates + " is in none of " + tried));
        }
        if (!missing.isEmpty()) throw new BrokenFeature(String.join("; ", missing));
        return found;
    }
}
