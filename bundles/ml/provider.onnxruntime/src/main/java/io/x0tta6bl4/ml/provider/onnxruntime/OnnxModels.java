package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models by ONNX Runtime, from the distribution's folder {@code models/} and from that of the data directory, which wins. A
 * model that cannot be trusted or answers wrongly is refused by name; without the library every model is.
 */
@Component(
        service = {Models.class, SelfTest.class},
        property = {"x0.capability=ml", "x0.name=onnxruntime"})
public final class OnnxModels implements Models, SelfTest, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxModels.class);

    private final List<Path> folders;
    private final ModelTrust trust;
    private final @Nullable Ort ort;
    private final String trouble;
    private final Map<String, Shelf> shelves = new ConcurrentSkipListMap<>();
    private final AtomicLong changes = new AtomicLong();

    @Activate
    public OnnxModels(BundleContext context) {
        this(
                Path.of(Objects.requireNonNullElse(context.getProperty("x0.data"), "data")),
                Optional.ofNullable(context.getProperty("x0.home")).map(Path::of),
                "lab".equals(context.getProperty("x0.profile")));
    }

    private OnnxModels(Path data, Optional<Path> home, boolean lab) {
        this(data.resolve("native"), folders(data, home), ModelTrust.node(lab, folders(data, home), home));
    }

    private static List<Path> folders(Path data, Optional<Path> home) {
        List<Path> folders = new ArrayList<>(List.of(data.resolve("models")));
        home.ifPresent(h -> folders.add(h.resolve("models")));
        return folders;
    }

    /** Models outside a framework, for programs that train or measure them. */
    public static OnnxModels in(Path libraries, List<Path> folders) {
        return new OnnxModels(libraries, folders);
    }

    /** @param folders of models, the first wins */
    OnnxModels(Path libraries, List<Path> folders) {
        this(libraries, folders, ModelTrust.lists(folders));
    }

    /** @param trust who may answer for a model */
    OnnxModels(Path libraries, List<Path> folders, ModelTrust trust) {
        this.trust = trust;
        this.folders = List.copyOf(folders);
        @Nullable Ort found = null;
        String why = "";
        try {
            Path library = NativeLibrary.in(libraries);
            found = Deep.call(() -> new Ort(library));
        } catch (IOException | Ort.Complaint e) {
            why = String.valueOf(e.getMessage());
            LOG.warn("No model can run: {}", why);
        }
        this.ort = found;
        this.trouble = why;
        refresh();
    }

    @Override
    public List<ModelState> states() {
        return shelves.values().stream().map(Shelf::state).toList();
    }

    @Override
    public Outcome run(String id, Map<String, Tensor> inputs) {
        Shelf shelf = shelves.get(id);
        if (shelf == null)
            return new Outcome.Unavailable(
                    "there is no model '" + id + "': no " + ArtefactReader.LIST + " in " + folders + " names it");
        return shelf.ask(model -> model.run(inputs))
                .orElseGet(() -> new Outcome.Unavailable("the model " + id + " is refused: " + shelf.refused()));
    }

    @Override
    public Map<String, Proof> test() {
        Map<String, Proof> proofs = new TreeMap<>();
        shelves.forEach((id, shelf) ->
                proofs.put(id, shelf.prove().orElseGet(() -> new Proof(false, "refused: " + shelf.refused()))));
        return proofs;
    }

    @Override
    public synchronized List<ModelState> refresh() {
        Map<String, Path> where = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        for (Path folder : folders.reversed()) list(folder, where, digests);
        where.forEach((id, folder) -> load(shelves.computeIfAbsent(id, Shelf::new), id, folder, digests.get(id)));
        shelves.forEach((id, shelf) -> {
            if (where.containsKey(id)) return;
            shelf.refuse("no list names it any more");
            shelf.clear();
            shelves.remove(id);
        });
        changes.incrementAndGet();
        return states();
    }

    private void list(Path folder, Map<String, Path> where, Map<String, String> digests) {
        try {
            ArtefactReader.trusted(folder).forEach((id, digest) -> {
                where.put(id, folder);
                digests.put(id, digest);
            });
        } catch (IOException e) {
            // what served from there goes on, and the words say why nothing new does
            LOG.warn("The models of {} are not read: {}", folder, e.getMessage());
            shelves.forEach((id, shelf) -> where.putIfAbsent(id, folder));
        }
    }

    private void load(Shelf shelf, String id, Path folder, @Nullable String digest) {
        if (digest == null) {
            shelf.refuse("the list in " + folder + " cannot be read");
            return;
        }
        try {
            if (ort == null) throw new IOException(trouble);
            Artefact artefact = ArtefactReader.read(folder, id, digest, trust);
            if (shelf.serves(artefact)) {
                shelf.refuse("");
                return;
            }
            shelf.put(proven(new LoadedModel(ort, artefact)));
            LOG.info("The model {} {} serves", id, artefact.record().version());
        } catch (IOException | Ort.Complaint e) {
            shelf.refuse(String.valueOf(e.getMessage()));
            LOG.warn("The model {} of {} is refused: {}", id, folder, e.getMessage());
        }
    }

    private static LoadedModel proven(LoadedModel model) throws Ort.Complaint {
        Proof proof = model.prove();
        if (proof.right()) return model;
        model.close();
        throw new Ort.Complaint("its golden answers are wrong: " + proof.words());
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the library adds two numbers, and every model gives its golden answers", () -> {
            if (ort == null) throw new IllegalStateException(trouble);
            known(ort);
            List<String> wrong = new ArrayList<>();
            Map<String, Proof> proofs = test();
            proofs.forEach((id, proof) -> {
                if (!proof.right()) wrong.add(id + ": " + proof.words());
            });
            if (!wrong.isEmpty()) throw new IllegalStateException(String.join("; ", wrong));
            return "ONNX Runtime " + ort.version() + ", models " + proofs.keySet();
        });
    }

    private static void known(Ort ort) throws IOException, Ort.Complaint {
        try (InputStream in = Objects.requireNonNull(OnnxModels.class.getResourceAsStream("known.onnx"));
                Session session = new Session(ort, in.readAllBytes())) {
            Tensor sum =
                    session.run(Map.of("x", Tensor.of(1.5f, -2f)), List.of("y")).get("y");
            if (!Tensor.of(3f, -4f).equals(sum))
                throw new IllegalStateException("the library adds wrongly: 1.5 + 1.5 and -2 - 2 are " + sum);
        }
    }

    @Deactivate
    @Override
    public synchronized void close() {
        boolean drained = true;
        for (Shelf shelf : shelves.values()) drained &= shelf.clear();
        if (ort == null) return;
        if (drained) ort.close();
        else LOG.warn("A run did not end in time: ONNX Runtime is left as it is until the process ends");
    }
}
