package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The element model of the watch file that the framework property {@code x0.watch} names.
 *
 * <p>A wrong file refuses activation, so a node never runs on half a configuration. Later the file may change while the
 * node runs: a right one is put in force as a whole, a wrong one is refused as a whole and the last right one stays.
 */
@Component(
        service = {ElementModel.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=knowledge", "x0.name=yaml"})
public final class WatchedModel implements ElementModel, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedModel.class);
    private static final String RIGHT = "elements: {known: {host: {}, thresholds: [{signal: host.load, above: 2}]}}";
    private static final String WRONG = "elements: {known: {hots: {}}}";

    private final Optional<Path> path;
    private final LiveModel live;
    private final Optional<FileWatch> watch;
    private volatile Optional<String> refused = Optional.empty();
    private final AtomicLong reloads = new AtomicLong();

    @Activate
    public WatchedModel(BundleContext context) {
        this(
                Optional.ofNullable(context.getProperty("x0.watch")).map(Path::of),
                Optional.ofNullable(context.getProperty("x0.node")).orElse("node"),
                FileWatch.LOOK);
    }

    /** @param look how often the file is looked at when no event says that it changed */
    WatchedModel(Optional<Path> path, String node, Duration look) {
        this.path = path;
        this.watch = path.map(file -> new FileWatch(file, look, this::reload));
        this.live = new LiveModel(node, first());
        watch.ifPresent(FileWatch::start);
    }

    private WatchFile first() {
        if (path.isEmpty()) LOG.info("no watch file (framework property x0.watch): nothing is configured");
        try {
            WatchFile file = path.map(WatchFileReader::read).orElse(WatchFile.NONE);
            path.ifPresent(
                    from -> LOG.info("{}: {} elements", from, file.elements().size()));
            warn(file);
            return file;
        } catch (RuntimeException e) {
            watch.ifPresent(FileWatch::close);
            throw e;
        }
    }

    private void reload() {
        Path from = path.orElseThrow();
        try {
            WatchFile file = WatchFileReader.read(from);
            refused = Optional.empty();
            if (!live.configure(file)) return;
            LOG.info(
                    "{} changed: {} elements, revision {}",
                    from,
                    file.elements().size(),
                    current().revision());
            warn(file);
        } catch (WatchFileRefused e) {
            refused = Optional.of(e.getMessage());
            LOG.error(
                    "{} changed and is refused as a whole; what was in force stays in force:\n{}",
                    from,
                    e.getMessage());
        } finally {
            reloads.incrementAndGet();
        }
    }

    private void warn(WatchFile file) {
        for (Problem warning : file.warnings()) LOG.warn("{}", warning.in(String.valueOf(path.orElse(Path.of("")))));
    }

    @Override
    public Model current() {
        return live.current();
    }

    @Override
    public void discovered(String source, Collection<Element> elements) {
        live.discovered(source, elements);
    }

    @Override
    public AutoCloseable onChange(Consumer<Model> listener) {
        return live.onChange(listener);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read a right and a wrong watch file", this::trial);
    }

    /** A file that was read anew, and taken or refused, is said in readiness at once. */
    @Override
    public long changes() {
        return reloads.get();
    }

    private String trial() {
        Surroundings here = new Surroundings(Path.of("/"), "");
        if (WatchFileReader.parse("known", RIGHT.getBytes(StandardCharsets.UTF_8), here)
                        .elements()
                        .size()
                != 1) throw new IllegalStateException("a right watch file was not understood");
        try {
            WatchFileReader.parse("known", WRONG.getBytes(StandardCharsets.UTF_8), here);
        } catch (WatchFileRefused expected) {
            return state();
        }
        throw new IllegalStateException("a wrong watch file was not refused");
    }

    private String state() {
        Model model = current();
        String force = model.elements().size() + " elements in force, revision " + model.revision();
        if (path.isEmpty()) return "no watch file; " + force;
        return refused.map(why -> force + "; the file on disk is REFUSED and not in force, correct it: " + why)
                .orElse(force + "; the file on disk is in force");
    }

    @Deactivate
    void close() {
        watch.ifPresent(FileWatch::close);
        live.close();
    }
}
