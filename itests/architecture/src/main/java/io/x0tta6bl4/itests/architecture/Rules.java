package io.x0tta6bl4.itests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules over files; each returns what breaks it, in words, and is empty when nothing does. */
public final class Rules {
    static final int LEAF_LINES = 30;
    static final int SOURCE_LINES = 250;
    private static final Pattern CLAUSE =
            Pattern.compile("([A-Za-z0-9_.]+)((?:;[^,\"]*(?:\"[^\"]*\")?[^,\"]*)*)(?:,|$)");
    private static final Pattern API_SERVICE = Pattern.compile("io\\.x0tta6bl4\\.([a-z]+)\\.api\\..*");
    private static final Pattern IMPLEMENTATION =
            Pattern.compile("<implementation class=\"io\\.x0tta6bl4\\.([a-z]+)\\.");
    private static final Pattern REFERENCE = Pattern.compile("<reference\\b[^>]*>");
    /** Capabilities whose framework lives for one run, so nothing is swapped under them. */
    private static final Set<String> ONE_RUN = Set.of("replay");

    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern STUB = Pattern.compile("io\\.x0tta6bl4[:.][A-Za-z0-9.:]*\\.stub\\b");
    private static final Pattern PRIVATE_PATH = Pattern.compile("(?<![A-Za-z0-9_.~-])/(?:work|root)/[A-Za-z0-9._/-]*");

    private Rules() {}

    /** Symbolic name, exports and profile of a built bundle. */
    static List<String> manifest(House.Bundle bundle) {
        if (Files.notExists(bundle.manifest()))
            return List.of(bundle.path() + " is not built: run mvn verify in the root of the project");
        Attributes main = attributes(bundle.manifest());
        List<String> broken = new ArrayList<>();
        String name = Optional.ofNullable(main.getValue("Bundle-SymbolicName")).orElse("");
        if (!name.equals(bundle.artifactId()))
            broken.add(bundle.path() + ": symbolic name is '" + name + "', by its path it is " + bundle.artifactId());
        String exports = Optional.ofNullable(main.getValue("Export-Package")).orElse("");
        if (!bundle.isApi() && !exports.isEmpty())
            broken.add(bundle.path() + ": exports " + exports + "; only api bundles export");
        if (bundle.isApi()) broken.addAll(exports(bundle, exports));
        String needs = Optional.ofNullable(main.getValue("Require-Capability")).orElse("");
        boolean lab = needs.contains("x0.profile;filter:=\"(name=lab)\"");
        if (bundle.isStub() && !lab) broken.add(bundle.path() + ": a stub without the requirement x0.profile lab");
        if (!bundle.isStub() && lab) broken.add(bundle.path() + ": no stub, yet it requires x0.profile lab");
        return broken;
    }

    private static List<String> exports(House.Bundle bundle, String exports) {
        if (exports.isEmpty()) return List.of(bundle.path() + ": an api that exports nothing");
        return CLAUSE.matcher(exports)
                .results()
                .filter(clause -> !clause.group(1).startsWith(bundle.artifactId())
                        || !clause.group(2).matches("(?s).*;version=\"[1-9]\\d*\\.\\d+\\.\\d+.*"))
                .map(clause -> bundle.path() + ": export '" + clause.group(1) + clause.group(2)
                        + "' needs a version from 1.0.0 and a name below " + bundle.artifactId())
                .toList();
    }

    /** Packages of a bundle stand below its symbolic name. */
    static List<String> packages(House.Bundle bundle) {
        Path own = bundle.classes().resolve(bundle.artifactId().replace('.', '/'));
        // A library that had to be taken apart lies there; nothing of it is a package of the bundle.
        Path library = bundle.classes().resolve("lib");
        return House.below(bundle.classes(), ".class").stream()
                .filter(type -> !type.startsWith(own) && !type.startsWith(library))
                .map(type -> bundle.path() + ": " + bundle.classes().relativize(type) + " is outside the package "
                        + bundle.artifactId())
                .toList();
    }

    /** References in a component description: greedy when mandatory, and never both static and reluctant. */
    static List<String> references(Path description) {
        List<String> broken = new ArrayList<>();
        for (Matcher found = REFERENCE.matcher(House.read(description)); found.find(); ) {
            String reference = found.group();
            boolean greedy = "greedy".equals(attribute(reference, "policy-option"));
            boolean dynamic = "dynamic".equals(attribute(reference, "policy"));
            boolean optional = attribute(reference, "cardinality").startsWith("0");
            if (greedy || (dynamic && optional)) continue;
            String kind = (optional ? "optional" : "mandatory") + (dynamic ? " dynamic" : " static");
            broken.add(description.getFileName() + ": " + kind + " reference '" + attribute(reference, "name")
                    + "' is reluctant; say policyOption = ReferencePolicyOption.GREEDY");
        }
        return broken;
    }

    /** Another capability is reached so that its provider can be swapped while it is called; within one they go together. */
    static List<String> hotReferences(Path description) {
        List<String> broken = new ArrayList<>();
        String text = House.read(description);
        Matcher own = IMPLEMENTATION.matcher(text);
        String capability = own.find() ? own.group(1) : "";
        if (ONE_RUN.contains(capability)) return broken;
        for (Matcher found = REFERENCE.matcher(text); found.find(); ) {
            String reference = found.group();
            String service = attribute(reference, "interface");
            Matcher api = API_SERVICE.matcher(service);
            if (!api.matches() || api.group(1).equals(capability)) continue;
            boolean hot = "dynamic".equals(attribute(reference, "policy"))
                    && "0..n".equals(attribute(reference, "cardinality"))
                    && !attribute(reference, "bind").isEmpty()
                    && !attribute(reference, "unbind").isEmpty();
            if (!hot)
                broken.add(
                        description.getFileName() + ": reference '" + attribute(reference, "name") + "' to " + service
                                + " restarts the component when the provider is swapped; bind and unbind it (multiple,"
                                + " dynamic) into a HotReference");
        }
        return broken;
    }

    private static String attribute(String element, String name) {
        Matcher found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(element);
        return found.find() ? found.group(1) : "";
    }

    /** A pom without modules: short, and without versions of its own. */
    static List<String> leaf(String name, String pom, boolean mayBeLong) {
        List<String> broken = new ArrayList<>();
        long lines = pom.lines().count();
        if (!mayBeLong && lines > LEAF_LINES)
            broken.add(name + " has " + lines + " lines; a leaf has at most " + LEAF_LINES);
        if (name.endsWith("/api/pom.xml") && pom.contains("<thirdparty.allowed>true"))
            broken.add(name + " allows code of third parties; an api never has it");
        VERSION.matcher(PARENT.matcher(pom).replaceFirst(""))
                .results()
                .map(found -> found.group(1))
                .filter(version -> !version.startsWith("${"))
                .forEach(
                        version -> broken.add(name + " names version " + version + "; versions stand in the root pom"));
        return broken;
    }

    /** Stubs are in features that say so in their name. */
    static List<String> feature(Path feature) {
        Matcher stub = STUB.matcher(House.read(feature));
        boolean said = feature.getFileName().toString().endsWith(".stub.json");
        if (said || !stub.find()) return List.of();
        return List.of(feature.getFileName() + " holds the stub " + stub.group() + "; stubs are in *.stub.json only");
    }

    /** A source of the product stays short enough to be read at once, or says why it does not. */
    static List<String> length(String name, String source) {
        long lines = source.lines().count();
        return lines <= SOURCE_LINES || source.contains(" * <p>More than " + SOURCE_LINES + " lines: ")
                ? List.of()
                : List.of(name + " has " + lines + " lines; split it, or say why in its head: <p>More than "
                        + SOURCE_LINES + " lines: …");
    }

    /** A text speaks of the project, not of the machine it was written on. */
    static List<String> text(String name, String text) {
        try (Stream<String> lines = text.lines()) {
            return lines.flatMap(line -> PRIVATE_PATH.matcher(line).results())
                    .map(found -> name + " names the path " + found.group() + " of one machine")
                    .toList();
        }
    }

    private static Attributes attributes(Path manifest) {
        try (InputStream in = Files.newInputStream(manifest)) {
            return new Manifest(in).getMainAttributes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
