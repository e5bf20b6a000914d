package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ml:…}: which models there are, where they come from, whether they are right. They come with this bundle. */
@Component(
        service = MlCommands.class,
        property = {
            "osgi.command.scope=ml",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=test",
            "osgi.command.function=refresh"
        })
public final class MlCommands {
    private final Models models;

    @Activate
    public MlCommands(@Reference(policyOption = ReferencePolicyOption.GREEDY) Models models) {
        this.models = models;
    }

    /** Every model with its state. */
    public String list() {
        return lines(models.states());
    }

    /** Looks at the model files again. */
    public String refresh() {
        return lines(models.refresh());
    }

    private static String lines(List<ModelState> states) {
        if (states.isEmpty())
            return "There is no model: neither models/" + ArtefactReader.LIST
                    + " of the distribution nor that of the data" + " directory names one.";
        return states.stream().map(MlCommands::line).collect(Collectors.joining("\n"));
    }

    private static String line(ModelState state) {
        return switch (state) {
            case ModelState.Serving s ->
                "%-28s serving  %-8s %s…  %d runs%s"
                        .formatted(
                                s.id(),
                                s.record().version(),
                                s.record().digest().substring(0, 12),
                                s.runs(),
                                s.refused()
                                        .map(why -> "; a newer one is refused: " + why)
                                        .orElse(""));
            case ModelState.Refused r -> "%-28s REFUSED  %s".formatted(r.id(), r.reason());
        };
    }

    /** One model, with its training record and how good it was. */
    public String info(String id) {
        ModelState state = models.states().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no model '" + id + "'. There are: "
                        + models.states().stream().map(ModelState::id).toList()));
        if (!(state instanceof ModelState.Serving serving)) return line(state);
        ModelRecord record = serving.record();
        StringBuilder text =
                new StringBuilder(line(state)).append("\ndigest    ").append(record.digest());
        record.inputs()
                .forEach(p -> text.append("\ntakes     ")
                        .append(p.name())
                        .append(' ')
                        .append(p.type())
                        .append(p.shape()));
        record.outputs()
                .forEach(p -> text.append("\ngives     ")
                        .append(p.name())
                        .append(' ')
                        .append(p.type())
                        .append(p.shape()));
        record.training()
                .forEach((key, value) ->
                        text.append("\ntraining  ").append(key).append(": ").append(value));
        record.metrics()
                .forEach((key, value) ->
                        text.append("\nmetric    ").append(key).append(": ").append(value));
        return text.toString();
    }

    /** Asks for the golden answers now; fails when one is wrong. */
    public String test() {
        Map<String, Models.Proof> proofs = models.test();
        String text = proofs.entrySet().stream()
                .map(e -> "%-28s %s  %s"
                        .formatted(
                                e.getKey(),
                                e.getValue().right() ? "right" : "WRONG",
                                e.getValue().words()))
                .collect(Collectors.joining("\n"));
        if (proofs.values().stream().allMatch(Models.Proof::right)) return proofs.isEmpty() ? list() : text;
        throw new IllegalStateException(text);
    }
}
