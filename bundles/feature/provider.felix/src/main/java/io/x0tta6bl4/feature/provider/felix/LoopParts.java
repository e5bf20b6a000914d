package io.x0tta6bl4.feature.provider.felix;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Whether the loop can take a change back: all that it does that with is there, and the change brought none of it. It is asked
 * for by name, so that what carries out changes is wired to nothing that a change may replace.
 */
final class LoopParts {
    private static final String ROOT = "io.x0tta6bl4.";

    /** Each with the filter that picks the one which knows features. */
    private static final List<List<String>> NEEDED = List.of(
            List.of("loop.api.Loop", ""),
            List.of("monitor.api.Monitor", ""),
            List.of("monitor.api.Sensor", "(x0.name=osgi)"),
            List.of("analyze.api.Analyzer", ""),
            List.of("analyze.api.Localizer", ""),
            List.of("plan.api.Planner", ""),
            List.of("execute.api.Effector", "(x0.name=feature)"));

    private static final Pattern PART = Pattern.compile(
            Pattern.quote(ROOT) + "(platform|feature|knowledge|monitor|analyze|plan|execute|loop)\\..*");

    private LoopParts() {}

    /** Why the loop cannot take back what these bundles brought; empty when it can. */
    static Optional<String> unable(BundleContext context, Collection<Bundle> brought) {
        for (List<String> needed : NEEDED)
            if (!offered(context, ROOT + needed.getFirst(), needed.getLast()))
                return Optional.of("nobody offers " + ROOT + needed.getFirst() + needed.getLast());
        for (Bundle bundle : brought)
            if (part(bundle)) return Optional.of(bundle.getSymbolicName() + " is a part of the loop");
        return Optional.empty();
    }

    private static boolean offered(BundleContext context, String service, String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(service, filter.isEmpty() ? null : filter);
            return found != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter " + filter + " is a constant", e);
        }
    }

    private static boolean part(Bundle bundle) {
        if (PART.matcher(String.valueOf(bundle.getSymbolicName())).matches()) return true;
        ServiceReference<?>[] offered = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : offered == null ? new ServiceReference<?>[0] : offered)
            for (String name : (String[]) reference.getProperty(Constants.OBJECTCLASS))
                if (PART.matcher(name).matches() && !name.startsWith(ROOT + "platform.")) return true;
        return false;
    }
}
