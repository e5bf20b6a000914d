package io.x0tta6bl4.feature.provider.felix;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** What a bundle needs, matched as the framework does and said as a person does. */
final class Requirements {
    private static final Pattern FLOOR = Pattern.compile("\\((?:bundle-)?version>=([^)]*)\\)");
    private static final Pattern CEILING = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]*)\\)\\)");
    private static final Pattern ABOVE = Pattern.compile("\\(!\\((?:bundle-)?version<=([^)]*)\\)\\)");

    private Requirements() {}

    static boolean binding(Requirement requirement) {
        return effective(requirement)
                && !Namespace.RESOLUTION_OPTIONAL.equals(
                        requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    static boolean effective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    static boolean matches(Requirement requirement, Capability capability) {
        if (!requirement.getNamespace().equals(capability.getNamespace())) return false;
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        if (filter == null) return mandatory(requirement, capability);
        try {
            return FrameworkUtil.createFilter(filter).matches(capability.getAttributes())
                    && mandatory(requirement, capability);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    /** An exporter may ask every importer to name certain attributes. */
    private static boolean mandatory(Requirement requirement, Capability capability) {
        String names = capability.getDirectives().get(Constants.MANDATORY_DIRECTIVE);
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        if (names == null) return true;
        for (String name : names.split(",")) if (!filter.contains("(" + name.strip() + "=")) return false;
        return true;
    }

    /** {@code package a.b [1.0,2.0)}. */
    static String words(Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        String name = name(requirement);
        if (name.isEmpty()) return requirement.getNamespace() + " " + filter;
        return kind(requirement.getNamespace()) + " " + name + range(filter);
    }

    private static String kind(String namespace) {
        return switch (namespace) {
            case "osgi.wiring.package" -> "package";
            case "osgi.wiring.bundle" -> "bundle";
            case "osgi.wiring.host" -> "host bundle";
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "execution environment";
            default -> namespace;
        };
    }

    static String name(Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(requirement.getNamespace()) + "=([^)]*)\\)")
                .matcher(filter);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String range(String filter) {
        Matcher floor = FLOOR.matcher(filter);
        Matcher ceiling = CEILING.matcher(filter);
        Matcher above = ABOVE.matcher(filter);
        boolean hasFloor = floor.find();
        boolean hasCeiling = ceiling.find();
        if (!hasFloor && !hasCeiling) return "";
        String low = above.find() ? "(" + above.group(1) : "[" + (hasFloor ? floor.group(1) : "0.0.0");
        return " " + low + (hasCeiling ? "," + ceiling.group(1) + ")" : ",)");
    }

    /** What of the same name there is, and in which versions. */
    static String offers(Requirement requirement, Collection<Offer> offers) {
        String name = name(requirement);
        List<String> found = offers.stream()
                .filter(o -> o.capability().getNamespace().equals(requirement.getNamespace()))
                .filter(o -> name.isEmpty()
                        || name.equals(o.capability().getAttributes().get(requirement.getNamespace())))
                .map(Offer::words)
                .distinct()
                .sorted()
                .limit(8)
                .toList();
        return found.isEmpty() ? "nobody offers it in any version" : "there is " + String.join(", ", found);
    }

    /**
     * A capability that is on offer, or would be.
     *
     * @param by the bundle
     * @param goes whether the change takes it away
     */
    record Offer(Capability capability, String by, boolean goes) {
        String words() {
            Object version = capability.getAttributes().get("version");
            if (version == null) version = capability.getAttributes().get("bundle-version");
            return (version == null ? "one" : version.toString()) + " of " + by + (goes ? " (which goes)" : "");
        }
    }
}
