package io.x0tta6bl4.execute.provider.file;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Baselines.Baseline;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Effector for configuration files: puts back what last worked.
 *
 * <p>Each file whose content is not the newest baseline that was not rejected gets that content; what it had is kept beside
 * it as {@code <file>.rejected-<digest>} and marked as rejected. It starts nothing: that is another action. What to take
 * for good is not decided here either.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        property = {"x0.capability=execute", "x0.name=file"})
public final class FileEffector implements Effector, SelfTest {
    private static final int UNDOABLE = 1_000;

    /** How long a call waits for knowledge that is just being replaced. */
    private static final Duration GATE = Duration.ofSeconds(2);

    private final HotReference<Baselines> hot = new HotReference<>("knowledge (baselines)", GATE);
    private final Baselines baselines;
    private final Once once = new Once();
    /** What the last actions replaced, by action id; forgotten when the node ends. */
    private final Map<String, List<Replaced>> replaced = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Replaced>> eldest) {
            return size() > UNDOABLE;
        }
    };

    /** A file and where its former content is; empty when there was no file. */
    private record Replaced(ConfigurationFile file, Optional<Path> former) {}

    /** A file whose content is not the one that last worked. */
    private record Difference(ConfigurationFile file, Optional<byte[]> now, Baseline good) {}

    @Activate
    public FileEffector() {
        baselines = hot.as(Baselines.class);
    }

    FileEffector(Baselines baselines) {
        this();
        hot.bind(0, baselines);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBaselines(ServiceReference<Baselines> reference, Baselines service) {
        hot.bind(reference, service);
    }

    void unbindBaselines(ServiceReference<Baselines> reference) {
        hot.unbind(reference);
    }

    @Deactivate
    void close() {
        hot.close();
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public boolean handles(Command command) {
        return command instanceof Command.RestoreConfiguration;
    }

    @Override
    public boolean possible(Element element, Command command) {
        if (!handles(command) || !(element.subject() instanceof Subject.Process process)) return false;
        try {
            return !differences(element, process).isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public Effect apply(Order order) {
        if (!handles(order.action().command()))
            return new Effect.Refused("the file effector does not know "
                    + order.action().command().name());
        if (!(order.element().subject() instanceof Subject.Process process))
            return new Effect.Refused(order.element().id() + " has no configuration files");
        return once.apply(order, () -> restore(order, process));
    }

    private Effect restore(Order order, Subject.Process process) {
        List<String> done = new ArrayList<>();
        try {
            if (process.configuration().stream()
                    .noneMatch(file -> newest(order.element(), file).isPresent()))
                return new Effect.Refused("no content of the configuration files is known to have worked");
            for (Difference difference : differences(order.element(), process)) done.add(restore(order, difference));
        } catch (IOException | RuntimeException e) {
            return new Effect.Failed((done.isEmpty() ? "" : String.join("; ", done) + "; then ") + e);
        }
        return new Effect.Done(
                done.isEmpty() ? "all configuration files are those that last worked" : String.join("; ", done));
    }

    private String restore(Order order, Difference difference) throws IOException {
        ConfigurationFile file = difference.file();
        byte[] good = read(difference.good());
        Optional<Path> aside = Optional.empty();
        if (difference.now().isPresent())
            aside = Optional.of(file.keepAside(difference.now().get()));
        file.write(good);
        remember(order.action().id(), new Replaced(file, aside));
        difference
                .now()
                .ifPresent(now -> baselines.reject(
                        order.element().id(),
                        file.path().toString(),
                        ConfigurationFile.digest(now),
                        "replaced by " + order.action().id()));
        return file.path() + " is again as of " + difference.good().at()
                + aside.map(path -> ", the rejected content is in " + path).orElse(", it was missing");
    }

    private synchronized void remember(String action, Replaced what) {
        replaced.computeIfAbsent(action, id -> new ArrayList<>()).add(what);
    }

    private byte[] read(Baseline baseline) throws IOException {
        try (InputStream in = baselines.open(baseline)) {
            byte[] content = in.readAllBytes();
            if (!ConfigurationFile.digest(content).equals(baseline.digest()))
                throw new IOException("the kept content of " + baseline.name() + " is damaged: its digest is not "
                        + baseline.digest());
            return content;
        }
    }

    private List<Difference> differences(Element element, Subject.Process process) throws IOException {
        List<Difference> found = new ArrayList<>();
        for (Path path : process.configuration()) {
            Optional<Baseline> good = newest(element, path);
            if (good.isEmpty()) continue;
            ConfigurationFile file = new ConfigurationFile(path);
            Optional<byte[]> now = file.content();
            if (!now.map(ConfigurationFile::digest)
                    .equals(Optional.of(good.get().digest()))) found.add(new Difference(file, now, good.get()));
        }
        return found;
    }

    private Optional<Baseline> newest(Element element, Path path) {
        return baselines.of(element.id()).stream()
                .filter(baseline -> baseline.name().equals(path.toString()))
                .filter(baseline -> !baselines.rejected(element.id(), baseline.name(), baseline.digest()))
                .findFirst();
    }

    @Override
    public Effect undo(Order order) {
        List<Replaced> files;
        synchronized (this) {
            files = replaced.getOrDefault(order.action().id(), List.of());
        }
        if (files.isEmpty())
            return new Effect.Refused(
                    "nothing is known that " + order.action().id() + " replaced since the node started");
        try {
            for (Replaced file : files) putBack(file);
        } catch (IOException e) {
            return new Effect.Failed("put back only in part: " + e);
        }
        synchronized (this) {
            replaced.remove(order.action().id());
        }
        return new Effect.Done("put back what was there before: " + files.size() + " file(s)");
    }

    private static void putBack(Replaced what) throws IOException {
        if (what.former().isPresent())
            what.file().write(Files.readAllBytes(what.former().get()));
        else Files.deleteIfExists(what.file().path());
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("replace a file in one step and keep its former content beside it", FileTrial::run);
    }
}
