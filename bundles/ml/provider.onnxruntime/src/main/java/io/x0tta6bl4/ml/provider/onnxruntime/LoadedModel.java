package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.Models.Proof;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Port;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A model that can be asked. */
final class LoadedModel implements AutoCloseable {
    private final Artefact artefact;
    private final Session session;
    private final List<String> outputs;
    private final Instant since = SteadyClock.system().instant();
    private final LongAdder runs = new LongAdder();

    LoadedModel(Ort ort, Artefact artefact) throws Ort.Complaint {
        this.artefact = artefact;
        this.outputs = artefact.record().outputs().stream().map(Port::name).toList();
        this.session = new Session(ort, artefact.content());
    }

    Artefact artefact() {
        return artefact;
    }

    Instant since() {
        return since;
    }

    long runs() {
        return runs.sum();
    }

    Outcome run(Map<String, Tensor> inputs) {
        String id = artefact.record().id();
        Optional<String> objection = Port.objection(artefact.record().inputs(), inputs);
        if (objection.isPresent()) return new Outcome.Rejected("the model " + id + " is not asked: " + objection.get());
        runs.increment();
        try {
            return new Outcome.Answered(
                    session.run(inputs, outputs), artefact.record().digest());
        } catch (Ort.Complaint e) {
            return new Outcome.Failed("the model " + id + " failed: " + e.getMessage());
        }
    }

    Proof prove() {
        double worst = 0;
        for (Artefact.Golden golden : artefact.golden()) {
            Outcome outcome = run(golden.inputs());
            if (!(outcome instanceof Outcome.Answered answered)) return new Proof(false, outcome.toString());
            double off = golden.difference(answered.outputs());
            worst = Math.max(worst, off);
            if (!(off <= golden.tolerance()))
                return new Proof(
                        false,
                        String.format(
                                Locale.ROOT, "an answer is off by %.3g, allowed is %.3g", off, golden.tolerance()));
        }
        return new Proof(
                true,
                String.format(
                        Locale.ROOT,
                        "%d golden answers, off by %.2g at most",
                        artefact.golden().size(),
                        worst));
    }

    @Override
    public void close() {
        session.close();
    }
}
