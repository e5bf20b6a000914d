package io.x0tta6bl4.runtime.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says why bundles do not run: by what they ask for and nobody offers, rather than in the words of a resolver. */
final class Complaints {

    private static final String PROFILE = "x0.profile";

    private final Framework framework;
    private final List<Bundle> bundles;
    private final Map<Bundle, String> failures;

    Complaints(Framework framework, List<Bundle> bundles, Map<Bundle, String> failures) {
        this.framework = framework;
        this.bundles = bundles;
        this.failures = failures;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() == Bundle.INSTALLED) {
                sentences.addAll(unresolved(bundle));
            } else if (bundle.getState() == Bundle.RESOLVED && !isFragment(bundle)) {
                sentences.add(bundle.getSymbolicName() + " does not start: "
                        + failures.getOrDefault(bundle, "it gave no reason") + ".");
            }
        }
        return sentences;
    }

    private List<String> unresolved(Bundle bundle) {
        List<String> sentences = new ArrayList<>();
        for (BundleRequirement need : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            if (isMandatory(need)) {
                say(bundle, need).ifPresent(sentences::add);
            }
        }
        if (sentences.isEmpty()) {
            sentences.add(bundle.getSymbolicName() + " does not resolve: "
                    + failures.getOrDefault(bundle, "what it needs does not fit together") + ".");
        }
        return sentences;
    }

    private Optional<String> say(Bundle bundle, BundleRequirement need) {
        List<Bundle> offering = offering(need);
        if (offering.stream().anyMatch(offer -> offer.getState() != Bundle.INSTALLED || offer == bundle)) {
            return Optional.empty();
        }
        if (!offering.isEmpty()) {
            return Optional.of(bundle.getSymbolicName() + " waits for "
                    + offering.getFirst().getSymbolicName() + ", which does not resolve.");
        }
        if (need.getNamespace().equals(PROFILE)) {
            return Optional.of(profile(bundle, need));
        }
        return Optional.of(bundle.getSymbolicName() + " needs " + need.getNamespace() + " "
                + need.getDirectives().getOrDefault("filter", "") + ", which no bundle of this node offers.");
    }

    private String profile(Bundle bundle, BundleRequirement need) {
        String filter = need.getDirectives().getOrDefault("filter", "");
        String wanted = filter.replaceAll("^\\(name=([^()]*)\\)$", "$1");
        String what = bundle.getSymbolicName().endsWith(".stub") ? " is a stub; it" : "";
        return bundle.getSymbolicName() + what + " needs the profile '" + wanted + "' and this node runs '"
                + framework.getBundleContext().getProperty(PROFILE) + "'.";
    }

    private List<Bundle> offering(BundleRequirement need) {
        List<Bundle> offering = new ArrayList<>();
        for (Bundle other : framework.getBundleContext().getBundles()) {
            BundleRevision revision = other.adapt(BundleRevision.class);
            if (revision != null && offers(revision, need)) {
                offering.add(other);
            }
        }
        return offering;
    }

    private static boolean offers(BundleRevision revision, BundleRequirement need) {
        String filter = need.getDirectives().get("filter");
        for (BundleCapability offer : revision.getDeclaredCapabilities(need.getNamespace())) {
            try {
                if (filter == null || FrameworkUtil.createFilter(filter).matches(offer.getAttributes())) {
                    return true;
                }
            } catch (InvalidSyntaxException e) {
                return false;
            }
        }
        return false;
    }

    /** Services are no matter of the resolver: {@code effective:=active} is for tools. */
    private static boolean isMandatory(BundleRequirement need) {
        return !"optional".equals(need.getDirectives().get("resolution"))
                && "resolve".equals(need.getDirectives().getOrDefault("effective", "resolve"));
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
