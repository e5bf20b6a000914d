package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.FeatureChanges;
import io.x0tta6bl4.feature.api.Features;
import io.x0tta6bl4.feature.api.InstalledFeature;
import io.x0tta6bl4.feature.api.MandatoryPart;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features named by the framework property {@code x0.features}, their configurations brought into force, and what was
 * changed on the node since.
 *
 * <p>A file that cannot be used does not hide the others: it is listed with the reason, and the self-test fails with it, so
 * that the node is not ready and says why.
 */
@Component(
        service = {Features.class, FeatureChanges.class, SelfTest.class},
        immediate = true,
        property = {"x0.capability=feature", "x0.name=felix"})
public final class FelixFeatures implements Features, FeatureChanges, SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(FelixFeatures.class);
    private static final String PROPERTY = "x0.features";

    private final BundleContext context;
    private final Configurations configurations;
    private final List<FeatureFile> files = new ArrayList<>();
    private final Map<Path, String> broken = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<ArtifactSource> remote = new CopyOnWriteArrayList<>();
    private final Notes notes = new Notes();
    private final Changes changes;

    @Activate
    public FelixFeatures(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) FeatureService reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ConfigurationAdmin admin) {
        this.context = context;
        this.configurations =
                new Configurations(admin, context.getDataFile("configurations").toPath());
        List<Path> paths = paths(context.getProperty(PROPERTY));
        if (paths.isEmpty()) problems.add("the framework property " + PROPERTY + " names no feature file");
        paths.forEach(path -> read(path, reader));
        String data = context.getProperty("x0.data");
        Path kept = data == null ? context.getDataFile("data").toPath() : Path.of(data);
        this.changes = new Changes(
                context, reader, admin, kept, new Composition(files), () -> List.copyOf(remote), notes::add);
        problems.addAll(changes.problems());
        problems.addAll(configurations.apply(features()));
        problems.forEach(problem -> LOG.error("Features: {}", problem));
        LOG.info("{} features, {} broken", changes.now().features().size(), broken.size());
    }

    @Deactivate
    void close() {
        changes.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSource(ArtifactSource source) {
        remote.add(source);
    }

    void unbindSource(ArtifactSource source) {
        remote.remove(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(Journal journal) {
        notes.bind(journal);
    }

    void unbindJournal(Journal journal) {
        notes.unbind(journal);
    }

    private void read(Path path, FeatureService reader) {
        try {
            files.add(FeatureFile.read(path, reader, context::getProperty));
        } catch (BrokenFeature e) {
            broken.put(path, e.getMessage());
            problems.add("feature file " + path + " cannot be used: " + e.getMessage());
        }
    }

    private static List<Path> paths(@org.jspecify.annotations.Nullable String property) {
        if (property == null) return List.of();
        return Arrays.stream(property.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .toList();
    }

    private List<Feature> features() {
        return changes.now().features().stream().map(FeatureFile::feature).toList();
    }

    @Override
    public ChangePlan plan(ChangeRequest request) {
        return changes.plan(request);
    }

    /** In a thread of its own: a command that is cut off or interrupted does not end a change half-way. */
    @Override
    public ChangeOutcome apply(ChangeRequest request) {
        FutureTask<ChangeOutcome> change = new FutureTask<>(() -> changes.apply(request));
        // Nor does what the bundles that come say reach the terminal of who asked, which a shell hands on to new
        // threads.
        Thread.ofPlatform()
                .name("feature-change")
                .inheritInheritableThreadLocals(false)
                .start(change);
        try {
            return change.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "the change goes on without who asked for it; feature:history shows its end", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the change failed: " + Wording.of(e), e);
        }
    }

    @Override
    public List<FeatureChange> history() {
        return changes.history();
    }

    @Override
    public Optional<WatchedChange> watched() {
        return changes.watched();
    }

    @Override
    public List<InstalledFeature> list() {
        InstalledBundles installed = InstalledBundles.of(context.getBundles());
        List<InstalledFeature> all = new ArrayList<>();
        for (FeatureFile file : changes.now().features()) all.add(installed(file, installed));
        broken.forEach((path, why) -> all.add(new InstalledFeature(
                path.toString(), FeatureFile.shortName(path), "cannot be used: " + why, List.of(), List.of())));
        return List.copyOf(all);
    }

    private InstalledFeature installed(FeatureFile file, InstalledBundles installed) {
        Feature feature = file.feature();
        return new InstalledFeature(
                file.id(),
                file.name(),
                feature.getDescription().orElse(""),
                file.bundles().stream()
                        .map(b -> installed.find(b.coordinates()))
                        .map(b -> changes.byHand(file, b.id()) ? replaced(b, file) : b)
                        .toList(),
                feature.getConfigurations().values().stream()
                        .map(c -> c.getPid())
                        .sorted()
                        .toList());
    }

    private static InstalledFeature.FeatureBundle replaced(InstalledFeature.FeatureBundle b, FeatureFile file) {
        return new InstalledFeature.FeatureBundle(
                b.id(),
                b.symbolicName(),
                b.version(),
                b.state() + ", updated in place; back by feature:revert " + file.name());
    }

    @Override
    public Optional<InstalledFeature> find(String name) {
        return list().stream()
                .filter(f -> f.id().equals(name) || f.name().equals(name))
                .findFirst();
    }

    @Override
    public List<MandatoryPart> mandatory() {
        return changes.now().features().stream()
                .flatMap(f -> f.mandatory().stream())
                .distinct()
                .toList();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read every feature file and find its configurations in force", () -> {
            if (!problems.isEmpty()) throw new IllegalStateException(String.join("; ", problems));
            List<String> pids = features().stream()
                    .flatMap(f -> f.getConfigurations().values().stream())
                    .map(c -> c.getPid())
                    .toList();
            List<String> missing = configurations.missing(pids);
            if (!missing.isEmpty()) throw new IllegalStateException("configurations " + missing + " are gone");
            return features().size() + " features, " + pids.size() + " configurations";
        });
    }
}
