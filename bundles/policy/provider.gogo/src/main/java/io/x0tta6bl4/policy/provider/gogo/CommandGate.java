package io.x0tta6bl4.policy.provider.gogo;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.PolicyEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Stands between the console and every command of every bundle: the console's interpreter sees no command service but those
 * registered here, and each of these asks the policy first. It starts before the interpreter. When it stops, the commands go
 * with it.
 *
 * <p>The caller is the user that the node runs as: only that user reaches the exec channel or the node's own terminal.
 */
@Component(
        service = SelfTest.class,
        immediate = true,
        property = {"x0.capability=policy", "x0.name=gogo"})
public final class CommandGate implements SelfTest {
    static final String INTERPRETER = "org.apache.felix.gogo.runtime";
    private static final String GUARDED = "x0.guarded";
    private static final Filter COMMANDS = filter("(&(" + CommandProcessor.COMMAND_SCOPE + "=*)("
            + CommandProcessor.COMMAND_FUNCTION + "=*)(!(" + GUARDED + "=*)))");

    private final BundleContext context;
    private final Supplier<String> identity;
    private final Guard guard = new Guard();
    private final List<ServiceRegistration<?>> hooks = new ArrayList<>();
    private final ServiceTracker<Object, List<ServiceRegistration<?>>> commands;
    private final OwnCommands own;

    @Activate
    public CommandGate(BundleContext context) {
        this(context, LocalIdentity::owner);
    }

    CommandGate(BundleContext context, Supplier<String> identity) {
        this.context = context;
        this.identity = identity;
        this.commands = new Commands(context);
        hooks.add(context.registerService(FindHook.class, this::hideFound, null));
        hooks.add(context.registerService(EventListenerHook.class, this::hideEvent, null));
        commands.open(true);
        own = new OwnCommands(
                context,
                (name, target) -> new GuardedCommand(OwnCommands.scope(), name, target, identity, guard),
                (scope, name) -> properties(0, scope, name));
        own.open();
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

    @Deactivate
    void close() {
        own.close();
        commands.close();
        hooks.forEach(ServiceRegistration::unregister);
        guard.close();
    }

    private final class Commands extends ServiceTracker<Object, List<ServiceRegistration<?>>> {
        Commands(BundleContext context) {
            super(context, COMMANDS, null);
        }

        @Override
        public List<ServiceRegistration<?>> addingService(ServiceReference<Object> reference) {
            Object target = context.getService(reference);
            List<ServiceRegistration<?>> registered = new ArrayList<>();
            if (target == null) return registered;
            String scope = String.valueOf(reference.getProperty(CommandProcessor.COMMAND_SCOPE));
            for (String name : names(reference.getProperty(CommandProcessor.COMMAND_FUNCTION)))
                registered.add(context.registerService(
                        Function.class,
                        new GuardedCommand(scope, name, target, identity, guard),
                        properties(rank(reference), scope, name)));
            return registered;
        }

        @Override
        public void removedService(ServiceReference<Object> reference, List<ServiceRegistration<?>> registered) {
            registered.forEach(ServiceRegistration::unregister);
            context.ungetService(reference);
        }
    }

    private static int rank(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
    }

    private static Hashtable<String, Object> properties(int rank, String scope, String name) {
        return new Hashtable<>(Map.of(
                CommandProcessor.COMMAND_SCOPE,
                scope,
                CommandProcessor.COMMAND_FUNCTION,
                name,
                GUARDED,
                true,
                Constants.SERVICE_RANKING,
                rank));
    }

    private static List<String> names(Object property) {
        if (property instanceof Object[] many)
            return List.of(many).stream().map(Object::toString).distinct().toList();
        if (property instanceof Collection<?> many)
            return many.stream().map(Object::toString).distinct().toList();
        return List.of(String.valueOf(property));
    }

    private static boolean interprets(BundleContext who) {
        return INTERPRETER.equals(who.getBundle().getSymbolicName());
    }

    /** The interpreter sees the guarded ones, everybody else the true ones. */
    private boolean hidden(BundleContext from, ServiceReference<?> reference) {
        if (from.equals(context)) return false;
        return interprets(from) ? COMMANDS.match(reference) : reference.getProperty(GUARDED) != null;
    }

    private void hideFound(
            BundleContext from, String name, String filter, boolean all, Collection<ServiceReference<?>> references) {
        references.removeIf(reference -> hidden(from, reference));
    }

    private void hideEvent(ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        listeners.keySet().removeIf(from -> hidden(from, reference));
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("every command of the console asks the policy first", () -> {
            var unguarded = java.util.Arrays.stream(context.getBundles())
                    .filter(b -> INTERPRETER.equals(b.getSymbolicName()) && b.getBundleContext() != null)
                    .flatMap(b -> seen(b.getBundleContext()).stream())
                    .map(Object::toString)
                    .toList();
            if (!unguarded.isEmpty())
                throw new IllegalStateException("the console sees commands that ask nobody: " + unguarded);
            if (own.getTracked().values().stream().anyMatch(List::isEmpty))
                throw new IllegalStateException("the interpreter is of another kind: its own commands ask nobody");
            return commands.size() + " services of commands stand behind the policy";
        });
    }

    private static List<ServiceReference<?>> seen(BundleContext interpreter) {
        try {
            ServiceReference<?>[] found = interpreter.getServiceReferences((String) null, COMMANDS.toString());
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Filter filter(String text) {
        try {
            return FrameworkUtil.createFilter(Objects.requireNonNull(text));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
