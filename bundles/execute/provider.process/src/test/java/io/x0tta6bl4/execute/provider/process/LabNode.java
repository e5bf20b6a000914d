package io.x0tta6bl4.execute.provider.process;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A JVM that starts the element's process and is then killed, or kills itself just before writing it down. */
final class LabNode {
    private LabNode() {}

    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(Path.of(args[0]));
        ProcessLedger ledger = args[1].equals("dies-before-writing") ? new Halting(lab.ledger) : lab.ledger;
        var effector = new ProcessEffector(lab.data, "lab", ledger, SteadyClock.system());
        var effect = effector.apply(Lab.order(args[2], new Command.StartProcess(), lab.element(args[3])));
        System.out.println(effect);
        System.in.read();
    }

    private record Halting(ProcessLedger real) implements ProcessLedger {
        @Override
        public Optional<Entry> find(ElementId element) {
            return real.find(element);
        }

        @Override
        public Map<ElementId, Entry> all() {
            return real.all();
        }

        @Override
        public void put(ElementId element, Entry entry) {
            Runtime.getRuntime().halt(137);
        }

        @Override
        public void remove(ElementId element) {
            real.remove(element);
        }

        @Override
        public AutoCloseable onChange(Consumer<ElementId> listener) {
            return real.onChange(listener);
        }
    }
}
