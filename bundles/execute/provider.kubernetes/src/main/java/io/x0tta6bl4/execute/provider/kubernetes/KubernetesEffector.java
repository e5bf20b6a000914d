package io.x0tta6bl4.execute.provider.kubernetes;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.Once;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.kubernetes.api.Access;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Connection;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Effector that has a Kubernetes cluster mend what it runs: restart, scale within bounds and roll back a workload, evict a pod as
 * far as its disruption budget allows, cordon a machine and use it again.
 */
@Component(
        service = {Effector.class, SelfTest.class},
        property = {"x0.capability=execute", "x0.name=kubernetes"})
public final class KubernetesEffector implements Effector, SelfTest {
    /** No order takes longer, whatever the action's deadline: what comes after is for the cluster's controllers. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int TARGETS = 10_000;

    private final Optional<ApiServer> server;
    private final String setting;
    private final InstantSource clock;
    private final Evictions evictions = new Evictions();
    /** One for each element, so that a slow answer about one does not hold up another. */
    private final Map<String, Once> once = new ConcurrentHashMap<>();

    @Activate
    public KubernetesEffector() {
        this(() -> Connection.from(System.getenv()), InstantSource.system());
    }

    KubernetesEffector(Supplier<Connection> connection, InstantSource clock) {
        this.clock = clock;
        Optional<ApiServer> made = Optional.empty();
        String wrong = "";
        try {
            made = Optional.of(new ApiServer(connection.get(), Access.TO_EXECUTE));
        } catch (IllegalArgumentException e) {
            wrong = String.valueOf(e.getMessage());
        }
        server = made;
        setting = wrong;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public boolean handles(Command command) {
        return switch (command) {
            case Command.RestartWorkload _,
                    Command.ScaleWorkload _,
                    Command.RollBackWorkload _,
                    Command.EvictPod _,
                    Command.CordonNode _,
                    Command.UncordonNode _ -> true;
            default -> false;
        };
    }

    /** As far as the element says it: what only the cluster knows is found out when the order is carried out. */
    @Override
    public boolean possible(Element element, Command command) {
        return server.isPresent()
                && switch (element.subject()) {
                    case Workload workload ->
                        command instanceof Command.RestartWorkload
                                || command instanceof Command.RollBackWorkload
                                || command instanceof Command.ScaleWorkload
                                        && workload.scale().isPresent();
                    case Subject.Pod _ -> command instanceof Command.EvictPod;
                    case Subject.ClusterNode _ ->
                        command instanceof Command.CordonNode || command instanceof Command.UncordonNode;
                    default -> false;
                };
    }

    @Override
    public Effect apply(Order order) {
        if (once.size() > TARGETS) once.clear();
        return once.computeIfAbsent(order.element().id().value(), _ -> new Once())
                .apply(order, () -> carryOut(order));
    }

    private Effect carryOut(Order order) {
        if (server.isEmpty()) return new Effect.Refused(setting);
        Duration deadline = order.action().deadline();
        Hands hands = new Hands(server.get(), deadline.compareTo(LIMIT) < 0 ? deadline : LIMIT);
        Instant now = clock.instant();
        Orders orders = new Orders(hands, order.action().id(), now, evictions);
        Command command = order.action().command();
        try {
            return new Effect.Done(
                    switch (order.element().subject()) {
                        case Workload workload -> orders.workload(workload, command);
                        case Subject.Pod pod when command instanceof Command.EvictPod -> orders.pod(pod);
                        case Subject.ClusterNode node
                        when command instanceof Command.CordonNode || command instanceof Command.UncordonNode ->
                            orders.machine(node, command);
                        default ->
                            throw Stop.before(
                                    order.element().id() + " is nothing that a cluster does " + command.name() + " to");
                    });
        } catch (Stop e) {
            String words = String.valueOf(e.getMessage());
            return e.begun() ? new Effect.Failed(words) : new Effect.Refused(words);
        }
    }

    @Override
    public Effect undo(Order order) {
        return new Effect.Refused("what a cluster did goes on by itself and is not taken back");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("know where the API server is, and make a change as it takes them", () -> {
            if (server.isEmpty()) throw new IllegalStateException(setting);
            var read = Json.read("{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"replicas\":2}}");
            String known = "{\"metadata\":{\"resourceVersion\":\"7\",\"annotations\":{\"x0tta6bl4.io/action\":\"t\"}},"
                    + "\"spec\":{\"replicas\":3}}";
            String made = Patches.scale(read, "t", 3).body();
            if (!made.equals(known)) throw new IllegalStateException("a known change came out as " + made);
            return server.get().address().toString();
        });
    }

    /** Ends what is under way. */
    @Deactivate
    void close() {
        server.ifPresent(ApiServer::close);
    }
}
