package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.PolicyEngine;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs console commands for clients of the same user of the operating system, over {@code exec.sock} in the data directory.
 *
 * <p>A client sends four bytes length (big-endian) and JSON with {@code command}, {@code columns}, {@code color} and
 * {@code patient}; the answer is in {@link Frames}. At most 16 clients at a time, 64 KiB a request, 60 s a command, 24 h where
 * the client is patient.
 */
@Component(service = ExecChannel.class, immediate = true)
public final class ExecChannel implements AutoCloseable {
    static final int CLIENT_LIMIT = 16;
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ExecChannel.class);

    private final ExecSocket socket;
    private final UserPrincipal allowed;
    private final CommandProcessor processor;
    private final Guard guard = new Guard();
    private final Duration deadline;
    private final Semaphore places = new Semaphore(CLIENT_LIMIT);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("exec-timer").factory());

    @Activate
    public ExecChannel(
            BundleContext context, @Reference(policyOption = ReferencePolicyOption.GREEDY) CommandProcessor processor)
            throws IOException {
        this(new ExecSocket(path(context)), processor, DEADLINE);
    }

    ExecChannel(ExecSocket socket, CommandProcessor processor, Duration deadline) {
        this(socket, socket.owner(), processor, deadline);
    }

    ExecChannel(ExecSocket socket, UserPrincipal allowed, CommandProcessor processor, Duration deadline) {
        this.socket = socket;
        this.allowed = allowed;
        this.processor = processor;
        this.deadline = deadline;
        Thread.ofPlatform().daemon().name("exec-channel").start(this::accept);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(ServiceReference<PolicyEngine> reference, PolicyEngine engine) {
        guard.engine().bind(reference, engine);
    }

    void unbindEngine(ServiceReference<PolicyEngine> reference) {
        guard.engine().unbind(reference);
    }

    /** Stands for the framework in a test. */
    ExecChannel with(PolicyEngine engine) {
        guard.with(engine);
        return this;
    }

    private static Path path(BundleContext context) {
        String data = context.getProperty("x0.data");
        if (data == null) throw new IllegalStateException("the framework property x0.data (data directory) is not set");
        return Path.of(data).resolve("exec.sock");
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = socket.accept();
                Thread.ofPlatform().daemon().name("exec-client").start(() -> serve(client));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.error("The channel for commands is closed, x0 exec will not work until a restart", e);
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        clients.add(client);
        try (client) {
            UserPrincipal peer = ExecSocket.peer(client);
            if (!peer.equals(allowed)) {
                LOG.warn("Refused a command of user {}: this node belongs to {}", peer.getName(), allowed.getName());
                refuse(
                        client,
                        "refused: this node belongs to user " + allowed.getName() + ", you are " + peer.getName());
            } else if (!places.tryAcquire()) {
                refuse(client, "refused: " + CLIENT_LIMIT + " commands are running; try again when one has ended");
            } else {
                try {
                    new ExecConnection(client, peer.getName(), guard, processor, deadline).serve(timer);
                } finally {
                    places.release();
                }
            }
        } catch (IOException gone) {
            LOG.debug("A client of the channel went away: {}", gone.toString());
        } finally {
            clients.remove(client);
        }
    }

    private static void refuse(SocketChannel client, String why) throws IOException {
        Frames frames = new Frames(client);
        frames.error(why);
        frames.exit(ExecConnection.FAILED);
    }

    @Override
    @Deactivate
    public void close() throws IOException {
        timer.shutdownNow();
        guard.close();
        socket.close();
        for (SocketChannel client : clients) client.close();
    }
}
