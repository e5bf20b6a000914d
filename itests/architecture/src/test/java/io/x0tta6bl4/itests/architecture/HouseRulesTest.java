package io.x0tta6bl4.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house over what was built just now. */
class HouseRulesTest {
    private static final House HOUSE = House.here();
    private static final List<House.Bundle> BUNDLES = HOUSE.bundles();
    private static final Pattern COMPONENT = Pattern.compile("(?m)^@Component\\b");
    /** Leaves that hold build logic, not a bundle: they assemble or start the product. */
    private static final Set<String> LONG_LEAVES = Set.of(
            "features/pom.xml",
            "runtime/distribution/pom.xml",
            "runtime/launcher/pom.xml",
            "runtime/learning/pom.xml",
            "runtime/samples/pom.xml",
            "itests/exam/pom.xml",
            "itests/framework/pom.xml",
            "itests/trust/pom.xml",
            "itests/identity/pom.xml",
            "itests/features/pom.xml",
            "itests/scenarios/pom.xml",
            "itests/swap/pom.xml");

    private static JavaClasses classes() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/target/classes/lib/"))
                .importPaths(BUNDLES.stream()
                        .map(House.Bundle::classes)
                        .filter(Files::exists)
                        .toList());
    }

    private static List<Path> sources(House.Bundle bundle) {
        return House.below(bundle.directory().resolve("src/main/java"), ".java");
    }

    private static List<String> broken(Function<House.Bundle, List<String>> rule) {
        return BUNDLES.stream().flatMap(bundle -> rule.apply(bundle).stream()).toList();
    }

    @TestFactory
    Stream<DynamicTest> code_keeps_the_rules() {
        JavaClasses classes = classes();
        return CodeRules.all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> keeps(rule, classes)));
    }

    private static void keeps(ArchRule rule, JavaClasses classes) {
        rule.check(classes);
    }

    @Test
    void the_rules_look_at_every_bundle_every_class_and_every_component() {
        Set<String> seen = classes().stream().map(type -> type.getName()).collect(Collectors.toSet());
        List<String> unseen = BUNDLES.stream()
                .flatMap(bundle -> sources(bundle).stream().map(source -> type(bundle, source)))
                .filter(type -> !type.endsWith("package-info") && !seen.contains(type))
                .toList();
        assertThat(unseen)
                .as("sources without a class: run mvn verify in the root of the project")
                .isEmpty();
        assertThat(BUNDLES).hasSizeGreaterThan(25);
        assertThat(seen).hasSizeGreaterThan(100);
        long written = BUNDLES.stream()
                .flatMap(bundle -> sources(bundle).stream())
                .filter(source -> COMPONENT.matcher(House.read(source)).find())
                .count();
        long found = classes().stream()
                .filter(type -> type.isAnnotatedWith("org.osgi.service.component.annotations.Component"))
                .count();
        assertThat(found).isPositive().isEqualTo(written);
    }

    private static String type(House.Bundle bundle, Path source) {
        Path relative = bundle.directory().resolve("src/main/java").relativize(source);
        return relative.toString().replace('/', '.').replaceAll("\\.java$", "");
    }

    @Test
    void every_folder_of_a_bundle_is_in_the_build() {
        List<String> folders = House.below(HOUSE.root().resolve("bundles"), "/pom.xml").stream()
                .map(pom -> HOUSE.root()
                        .resolve("bundles")
                        .relativize(pom.getParent())
                        .toString())
                .filter(path -> !path.isEmpty() && !path.contains("target"))
                .toList();
        assertThat(BUNDLES).extracting(House.Bundle::path).containsExactlyInAnyOrderElementsOf(folders);
    }

    @Test
    void manifests_say_name_exports_and_profile() {
        assertThat(broken(Rules::manifest)).isEmpty();
        assertThat(broken(Rules::packages)).isEmpty();
    }

    @Test
    void the_artifact_is_named_as_its_path() {
        assertThat(BUNDLES)
                .allSatisfy(bundle -> assertThat(House.read(bundle.directory().resolve("pom.xml")))
                        .contains("<artifactId>" + bundle.artifactId() + "</artifactId>"));
    }

    @Test
    void references_are_greedy() {
        List<Path> descriptions = BUNDLES.stream()
                .flatMap(bundle -> House.below(bundle.classes().resolve("OSGI-INF"), ".xml").stream())
                .toList();
        assertThat(descriptions).isNotEmpty();
        assertThat(descriptions.stream().flatMap(file -> Rules.references(file).stream()))
                .isEmpty();
    }

    @Test
    void capabilities_are_reached_so_that_they_can_be_swapped() {
        List<Path> descriptions = BUNDLES.stream()
                .flatMap(bundle -> House.below(bundle.classes().resolve("OSGI-INF"), ".xml").stream())
                .toList();
        assertThat(descriptions).isNotEmpty();
        assertThat(descriptions.stream().flatMap(file -> Rules.hotReferences(file).stream()))
                .isEmpty();
    }

    @Test
    void people_are_told_of_settings_by_the_names_that_components_take() {
        Set<String> settings = BUNDLES.stream()
                .flatMap(bundle -> House.below(bundle.classes().resolve("OSGI-INF"), ".xml").stream())
                .flatMap(description -> SettingNames.of(description).stream())
                .collect(Collectors.toSet());
        assertThat(settings).contains("trust.domain", "grpc.port");
        List<Path> told = HOUSE.files(file -> HOUSE.name(file)
                .matches("README\\.md|docs/(capabilities|guides|operations|runbooks)/.*\\.md"
                        + "|bundles/.*/src/main/java/.*\\.java"));
        assertThat(told.stream()
                        .flatMap(file -> SettingNames.wrong(HOUSE.name(file), House.read(file), settings).stream()))
                .isEmpty();
    }

    @Test
    void leaves_are_short_and_name_no_versions() {
        List<Path> leaves = HOUSE.files(
                file -> file.endsWith("pom.xml") && !House.read(file).contains("<modules>"));
        assertThat(leaves).hasSizeGreaterThan(30);
        assertThat(leaves.stream().flatMap(leaf -> {
                    String name = HOUSE.name(leaf);
                    return Rules.leaf(name, House.read(leaf), LONG_LEAVES.contains(name)).stream();
                }))
                .isEmpty();
    }

    @Test
    void stubs_are_in_features_that_say_so() {
        List<Path> features = HOUSE.files(file -> file.startsWith(HOUSE.root().resolve("features"))
                && file.toString().endsWith(".json"));
        if (Files.exists(HOUSE.root().resolve("features/src")))
            assertThat(features).hasSizeGreaterThan(5);
        assertThat(features.stream().flatMap(feature -> Rules.feature(feature).stream()))
                .isEmpty();
    }

    @Test
    void sources_of_the_product_are_short_or_say_why() {
        List<Path> sources = HOUSE.files(file -> file.toString().endsWith(".java")
                && HOUSE.name(file).matches("(bundles|runtime|itests)/.*/src/main/java/.*"));
        assertThat(sources).hasSizeGreaterThan(500);
        assertThat(sources.stream().flatMap(source -> Rules.length(HOUSE.name(source), House.read(source)).stream()))
                .isEmpty();
    }

    @Test
    void every_must_of_spiffe_has_tests_that_are_there() {
        String page = House.read(HOUSE.root().resolve("docs/decisions/0005-spiffe-musts.md"));
        assertThat(Musts.rows(page)).hasSizeGreaterThan(60);
        assertThat(Musts.broken(page, HOUSE.files(file -> file.toString().endsWith("Test.java"))))
                .isEmpty();
    }

    @Test
    void texts_name_no_path_of_one_machine() {
        List<Path> texts = HOUSE.files(file -> file.toString().matches(".*\\.(md|json|yaml|properties)")
                && !file.startsWith(HOUSE.root().resolve("shared")));
        assertThat(texts).isNotEmpty();
        assertThat(texts.stream().flatMap(text -> Rules.text(HOUSE.name(text), House.read(text)).stream()))
                .isEmpty();
    }

    @Test
    void every_source_is_in_the_one_format() {
        List<Path> sources = HOUSE.files(file -> file.toString().endsWith(".java"));
        Formatting formatting = new Formatting(HOUSE.root().resolve("itests/architecture/target/formatted.txt"));
        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(formatting.wrong(sources).stream().map(HOUSE::name))
                .as("sources that are not in the one format; run ./x0 format")
                .isEmpty();
    }
}
