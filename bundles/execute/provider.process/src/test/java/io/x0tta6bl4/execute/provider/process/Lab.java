package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node with one element whose process is a shell script; leaves no process behind. */
final class Lab implements AutoCloseable {
    static final ElementId STORE = new ElementId("store");

    final Path data;
    final FileLedger ledger;
    final Markers markers;

    Lab(Path directory) throws Exception {
        this.data = directory.toRealPath();
        this.ledger = new FileLedger(data.resolve("ledger.properties"));
        this.markers = new Markers("lab", data);
    }

    ProcessEffector effector() {
        return new ProcessEffector(data, "lab", ledger, SteadyClock.system());
    }

    Element element(String script) {
        return element(List.of("sh", "-c", script), data, Duration.ofSeconds(2), Subject.Restart.ALWAYS);
    }

    Element element(List<String> command, Path directory, Duration stopLimit, Subject.Restart restart) {
        var subject = new Subject.Process(
                command, directory, Map.of("GREETING", "hello"), List.of(), restart, Duration.ofSeconds(5), stopLimit);
        return new Element(
                STORE,
                subject,
                "backend",
                "default",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of());
    }

    static Order order(String id, Command command, Element element) {
        return order(id, command, element, Duration.ofSeconds(10));
    }

    static Order order(String id, Command command, Element element, Duration deadline) {
        var action = new Action(
                id,
                element.id(),
                command,
                Action.Precondition.NONE,
                "it runs",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                deadline,
                Action.Undo.NONE,
                0.1,
                0);
        return new Order(action, element, Policy.defaults(), Set.of(command.name()), true);
    }

    Effect start(String id, Element element) {
        return effector().apply(order(id, new Command.StartProcess(), element));
    }

    ProcessLedger.Identity recorded() {
        return ((ProcessLedger.Started) ledger.find(STORE).orElseThrow()).identity();
    }

    OsProcess process() {
        return OsProcess.of(recorded());
    }

    @Override
    public void close() {
        markers.find().forEach(marked -> marked.process().kill());
    }
}
