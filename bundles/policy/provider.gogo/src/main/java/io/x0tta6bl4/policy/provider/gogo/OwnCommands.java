package io.x0tta6bl4.policy.provider.gogo;

import java.util.Hashtable;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The commands that the interpreter brings itself, without a service that a hook could hide: they are taken out of it, and come back
 * as services that ask.
 */
final class OwnCommands extends ServiceTracker<CommandProcessor, List<ServiceRegistration<?>>> {
    private static final String SCOPE = "osgi";
    private static final List<String> NAMES = List.of("addcommand", "removecommand", "eval");

    private final BiFunction<String, Object, GuardedCommand> guarded;
    private final BiFunction<String, String, Hashtable<String, Object>> properties;

    /**
     * @param guarded a command that asks, of a name and what carries it out
     * @param properties of a service, of scope and name
     */
    OwnCommands(
            BundleContext context,
            BiFunction<String, Object, GuardedCommand> guarded,
            BiFunction<String, String, Hashtable<String, Object>> properties) {
        super(context, CommandProcessor.class, null);
        this.guarded = guarded;
        this.properties = properties;
    }

    static String scope() {
        return SCOPE;
    }

    @Override
    public List<ServiceRegistration<?>> addingService(ServiceReference<CommandProcessor> reference) {
        if (!(context.getService(reference) instanceof CommandProcessorImpl interpreter)) return List.of();
        NAMES.forEach(name -> interpreter.removeCommand(SCOPE, name));
        return NAMES.stream()
                .<ServiceRegistration<?>>map(name -> context.registerService(
                        Function.class, guarded.apply(name, interpreter), properties.apply(SCOPE, name)))
                .toList();
    }

    @Override
    public void removedService(ServiceReference<CommandProcessor> reference, List<ServiceRegistration<?>> registered) {
        registered.forEach(ServiceRegistration::unregister);
        context.ungetService(reference);
    }
}
