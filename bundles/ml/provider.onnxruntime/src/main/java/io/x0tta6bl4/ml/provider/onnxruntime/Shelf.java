package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models.Proof;
import io.x0tta6bl4.platform.api.HotReference;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The place of one model: who serves now, and why a newer one does not. Changed by one thread at a time, asked by many. */
final class Shelf {
    private final String id;
    private final HotReference<LoadedModel> hot;
    private long generation;
    private volatile @Nullable LoadedModel serving;
    private volatile String refused = "";

    Shelf(String id) {
        this.id = id;
        this.hot = new HotReference<>("model " + id, Duration.ZERO);
    }

    <R> Optional<R> ask(Function<LoadedModel, R> body) {
        return hot.callIfPresent(body);
    }

    /** Whether it serves this very model already. */
    boolean serves(Artefact artefact) {
        LoadedModel now = serving;
        return now != null && now.artefact().record().equals(artefact.record());
    }

    void refuse(String reason) {
        refused = reason;
    }

    String refused() {
        return refused;
    }

    /** The new one serves at once; the old one is closed when its last run has ended. */
    void put(LoadedModel model) {
        LoadedModel old = serving;
        hot.bind(++generation, model);
        serving = model;
        refused = "";
        if (old != null) retire(generation - 1, old);
    }

    /** Takes the model away; false when a run did not end in time, so that nothing below it may be closed. */
    boolean clear() {
        LoadedModel old = serving;
        serving = null;
        return old == null || retire(generation, old);
    }

    private boolean retire(long rank, LoadedModel old) {
        long before = hot.overruns();
        hot.unbind(rank);
        boolean drained = hot.overruns() == before;
        if (drained) old.close();
        return drained;
    }

    ModelState state() {
        LoadedModel now = serving;
        if (now == null) return new ModelState.Refused(id, refused);
        Optional<String> newer = refused.isEmpty() ? Optional.empty() : Optional.of(refused);
        return new ModelState.Serving(now.artefact().record(), now.since(), now.runs(), newer);
    }

    Optional<Proof> prove() {
        return ask(LoadedModel::prove);
    }
}
