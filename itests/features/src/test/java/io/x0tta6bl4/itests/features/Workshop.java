package io.x0tta6bl4.itests.features;

import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.ChangeRequest.Kind;
import io.x0tta6bl4.feature.api.ChangeRequest.Option;
import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.itests.exam.BundleJar;
import io.x0tta6bl4.itests.features.sample.Greeter;
import io.x0tta6bl4.itests.features.sample.Guest;
import io.x0tta6bl4.itests.features.sample.Porter;
import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.SelfTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;

/** Makes features and bundles as somebody outside would, and looks at the framework with eyes of its own. */
final class Workshop {
    static final String API = "sample.api";
    static final String PROVIDER = "sample.provider";
    static final String CONSUMER = "sample.consumer";
    static final String PORTER = "sample.porter";
    /** For changes that are to fail at their deadline. */
    private static final Duration IMPATIENT = Duration.ofSeconds(4);

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final String PACKAGE = Greeting.class.getPackageName();

    final BundleContext context;
    final Path directory;
    final FeatureChanges changes;

    Workshop(BundleContext context) throws IOException {
        this.context = context;
        this.directory = Files.createTempDirectory("x0-workshop");
        this.changes = await("FeatureChanges")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> Optional.ofNullable(context.getServiceReference(FeatureChanges.class)),
                        Optional::isPresent)
                .map(context::getService)
                .orElseThrow();
    }

    String api(String version) throws IOException {
        return BundleJar.of(API, version)
                .header("Export-Package", PACKAGE + ";version=\"" + version + "\"")
                .type(Greeting.class)
                .into(directory);
    }

    String provider(String version, String range) throws IOException {
        return provider(version, range, Greeter.class);
    }

    String provider(String version, String range, Class<?> type) throws IOException {
        return BundleJar.of(PROVIDER, version)
                .header("Import-Package", PACKAGE + ";version=\"" + range + "\",io.x0tta6bl4.platform.api")
                .header(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"" + Greeting.class.getName() + ","
                                + SelfTest.class.getName() + "\";effective:=active")
                .offering(PROVIDER, type, Greeting.class, SelfTest.class)
                .into(directory);
    }

    String consumer(String version, String range) throws IOException {
        return BundleJar.of(CONSUMER, version)
                .header("Import-Package", PACKAGE + ";version=\"" + range + "\"")
                .needing(CONSUMER, Guest.class, Greeting.class)
                .into(directory);
    }

    String porter(String version, String range) throws IOException {
        return porterJar(version, range).into(directory);
    }

    /** One whose manifest says what its component calls, as build tools write it. */
    String declaringPorter(String version, String range) throws IOException {
        return porterJar(version, range)
                .header(
                        "Require-Capability",
                        "osgi.service;filter:=\"(objectClass=" + Greeting.class.getName()
                                + ")\";effective:=active;resolution:=optional")
                .into(directory);
    }

    private static BundleJar porterJar(String version, String range) {
        return BundleJar.of(PORTER, version)
                .header(
                        "Import-Package",
                        PACKAGE + ";version=\"" + range + "\",io.x0tta6bl4.platform.api,org.osgi.framework")
                .passing(PORTER, Porter.class, Greeting.class, java.util.function.Supplier.class);
    }

    String feature(String name, String version, String... bundles) throws IOException {
        return featureWith("", name, version, bundles);
    }

    /** @param more further members, each with a comma before */
    String featureWith(String more, String name, String version, String... bundles) throws IOException {
        String list = Arrays.stream(bundles)
                .map(id -> "{\"id\": \"" + id + "\", \"bundleStartLevel\": 1}")
                .collect(Collectors.joining(", "));
        Path file = directory.resolve(name + "-" + version + ".json");
        Files.writeString(
                file,
                "{\"feature-resource-version\": \"1.0\", \"id\": \"outside:" + name + ":" + version + "\", \"name\": \""
                        + name + "\", \"bundles\": [" + list + "]" + more + "}");
        return file.toString();
    }

    /** Tests share a node, which remembers the versions that it has had: so older ones are allowed. */
    ChangeOutcome apply(Kind kind, String subject) {
        return changes.apply(request(kind, subject, IMPATIENT, Option.DOWNGRADE));
    }

    ChangeOutcome applyStrictly(Kind kind, String subject) {
        return changes.apply(request(kind, subject, IMPATIENT));
    }

    ChangePlan plan(Kind kind, String subject) {
        return changes.plan(request(kind, subject, IMPATIENT, Option.DOWNGRADE));
    }

    private static ChangeRequest request(Kind kind, String subject, Duration deadline, Option... options) {
        return new ChangeRequest(kind, subject, "the test", "", deadline, Set.of(options));
    }

    /** A change that is to succeed may take as long as a busy machine lets it. */
    private ChangeOutcome patiently(Kind kind, String subject) {
        return changes.apply(request(kind, subject, PATIENT, Option.DOWNGRADE));
    }

    ChangeOutcome.Applied applied(Kind kind, String subject) {
        ChangeOutcome outcome = patiently(kind, subject);
        if (outcome instanceof ChangeOutcome.Applied applied) return applied;
        throw new AssertionError(kind + " of " + subject + " was not applied: " + outcome);
    }

    /** Back to a node without own features. */
    void clear() {
        for (String name : List.of("guests", "greeters", "majors", "foreign", "other")) {
            ChangeOutcome outcome = patiently(Kind.UNINSTALL, name);
            boolean absent = outcome instanceof ChangeOutcome.Refused refused
                    && refused.plan().obstacles().toString().contains("there is no feature");
            if (!absent && !(outcome instanceof ChangeOutcome.Applied))
                throw new AssertionError("what a test left behind stays: " + outcome);
        }
    }

    Optional<Bundle> bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .findFirst();
    }

    List<String> versions(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .map(b -> b.getVersion() + (b.getState() == Bundle.ACTIVE ? "" : " not active"))
                .sorted()
                .toList();
    }

    /** Which wiring each bundle has, as an object: a bundle that was refreshed has another one. */
    Map<Long, BundleWiring> wirings() {
        Map<Long, BundleWiring> wirings = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null) wirings.put(bundle.getBundleId(), wiring);
        }
        return wirings;
    }

    /** Everything that a change taken back has to leave as it was. */
    List<String> facts() {
        List<String> facts = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            // The tests' own bundle imports as they go.
            if (bundle.equals(context.getBundle())) continue;
            BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            TreeSet<String> wires = new TreeSet<>();
            if (wiring != null)
                wiring.getRequiredWires(null)
                        .forEach(w -> wires.add(w.getCapability()
                                        .getAttributes()
                                        .get(w.getCapability().getNamespace()) + " of "
                                + w.getProvider().getBundle().getBundleId()));
            facts.add(bundle.getBundleId() + " " + bundle.getSymbolicName() + " " + bundle.getVersion() + " "
                    + bundle.getLocation() + " " + bundle.getState() + " " + start.getStartLevel() + " "
                    + start.isPersistentlyStarted() + " " + bundle.getLastModified() + " " + wires);
        }
        return facts;
    }

    /** What is not as it was. */
    List<String> differences(List<String> before) {
        List<String> now = facts();
        List<String> differences = new ArrayList<>();
        for (String fact : before) if (!now.contains(fact)) differences.add("was: " + fact);
        for (String fact : now) if (!before.contains(fact)) differences.add("is: " + fact);
        return differences;
    }
}
