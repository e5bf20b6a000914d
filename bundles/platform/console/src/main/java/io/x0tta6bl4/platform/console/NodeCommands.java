package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.platform.api.Preserved;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code node:…}: the node as a whole. */
@Component(
        service = NodeCommands.class,
        immediate = true,
        property = {"osgi.command.scope=node", "osgi.command.function=backup"})
public final class NodeCommands {
    private static final Arguments.Usage BACKUP = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "node:backup FILE",
            "  Writes what this node has to keep into one archive, while it runs: journal, experience, keys, identity,",
            "  features, configuration. The archive is as secret as the node. x0 restore FILE brings it back.");

    private final Capability<Preserved> store = new Capability<>("store that can be copied");
    private final ReentrantLock one = new ReentrantLock();
    private final Path data;
    private final String node;
    private final Optional<Path> watch;
    private final String version;

    @Activate
    public NodeCommands(BundleContext context) {
        this.data = Path.of(String.valueOf(context.getProperty("x0.data")));
        this.node = String.valueOf(context.getProperty("x0.node"));
        this.watch = Optional.ofNullable(context.getProperty("x0.watch")).map(Path::of);
        Version own = context.getBundle().getVersion();
        this.version = own.getMajor() + "." + own.getMinor() + "." + own.getMicro();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPreserved(ServiceReference<Preserved> reference, Preserved service) {
        store.bind(reference, service);
    }

    void unbindPreserved(ServiceReference<Preserved> reference) {
        store.unbind(reference);
    }

    @Deactivate
    void close() {
        store.close();
    }

    @Descriptor("writes what this node has to keep into one archive, while it runs")
    public String backup(String[] given) throws InterruptedException {
        Arguments arguments = Arguments.parse(BACKUP, given);
        if (arguments.help()) return BACKUP.help();
        Path file = Path.of(arguments.word(0)).toAbsolutePath().normalize();
        if (Files.isDirectory(file)) throw new CommandFailed(file + " is a directory; give the name of a file");
        if (file.startsWith(data))
            throw new CommandFailed(file + " lies in the data directory that is backed up; give a place outside of it");
        if (!one.tryLock(0, TimeUnit.SECONDS)) throw new CommandFailed("another backup is being written; wait for it");
        try {
            return words(written(file));
        } catch (IOException e) {
            throw new CommandFailed("nothing was backed up: " + file + " could not be written: " + reason(e));
        } finally {
            one.unlock();
        }
    }

    private Backup.Written written(Path file) throws IOException {
        Set<String> owned = store.ask(Preserved::owns);
        Backup.Owner owner = target -> {
            try {
                return store.ask(preserved -> {
                    try {
                        return preserved.copyTo(target);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
            } catch (java.io.UncheckedIOException e) {
                throw e.getCause();
            }
        };
        return new Backup(data, node, version)
                .write(file, Map.of(owned, owner), watch, SteadyClock.system().instant());
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static String words(Backup.Written written) {
        return "backed up " + written.files() + " files to " + written.file() + " (" + written.bytes() + " bytes); "
                + String.join("; ", written.words())
                + "\nIt holds the node's keys: keep it as you would keep the node.";
    }
}
