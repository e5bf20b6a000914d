package io.x0tta6bl4.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule is red on a planted fault, for good: a rule that no longer sees its fault fails here. */
class PlantedFaultsTest {
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("io.x0tta6bl4.monitor", "io.x0tta6bl4.execute", "io.x0tta6bl4.plan");
    private static final Path RECORD = House.here().root().resolve("docs/decisions/0002-rules-of-the-house.md");

    @TempDir
    Path directory;

    /** The message is what a person sees; the record of decisions quotes it. */
    private static void red(List<String> messages, String expected) throws IOException {
        assertThat(messages).anySatisfy(message -> assertThat(message).contains(expected));
        assertThat(Files.readString(RECORD)).as("the record of planted faults").contains(expected);
    }

    private static void red(ArchRule rule, String expected) throws IOException {
        red(rule.evaluate(PLANTED).getFailureReport().getDetails(), expected);
    }

    @Test
    void code() throws IOException {
        red(
                CodeRules.MEET_THROUGH_APIS,
                "monitor.provider.planted may know only [channel.api, feature.api, identity.api, keystore.api,"
                        + " knowledge.api, kubernetes.api, monitor.api, platform.api, policy.api, telemetry.api], not"
                        + " execute.provider.planted");
        red(
                CodeRules.APIS_ARE_PLAIN,
                "an api knows the JDK, annotations and apis only: Method"
                        + " <io.x0tta6bl4.monitor.api.planted.Heavy.condition()>");
        red(CodeRules.COMPONENTS_ARE_FINAL, "LooseComponent is a component and not public final");
        red(CodeRules.COMPONENTS_ARE_FINAL, "LooseComponent.count is neither final nor volatile");
        red(CodeRules.COMPONENTS_ARE_FINAL, "LooseComponent has not exactly one public constructor, marked @Activate");
        red(CodeRules.NO_CYCLES_OF_MODULES, "Cycle detected: Slice execute - provider -> ");
        red(CodeRules.NO_CYCLES_OF_PACKAGES, "Slice plan.provider.planted.one -> ");
        red(
                CodeRules.NO_STANDARD_STREAMS,
                "Method <io.x0tta6bl4.monitor.provider.planted.SpeakingManager.speak()> gets field"
                        + " <java.lang.System.out>");
        red(CodeRules.NAMES_SAY_SOMETHING, "SpeakingManager says nothing by Impl, Manager, Util or a leading I");
        red(CodeRules.NAMES_SAY_SOMETHING, "HiddenImpl says nothing by Impl, Manager, Util or a leading I");
        red(CodeRules.NAMES_SAY_SOMETHING, "TextUtils says nothing by Impl, Manager, Util or a leading I");
        red(CodeRules.NAMES_SAY_SOMETHING, "ISensor says nothing by Impl, Manager, Util or a leading I");
    }

    @Test
    void a_rule_over_no_class_is_red() {
        JavaClasses none = new ClassFileImporter().importPackages("io.x0tta6bl4.nowhere");
        for (ArchRule rule : CodeRules.all())
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> rule.check(none)))
                    .as(rule.getDescription())
                    .hasMessageContaining("failed to check any classes");
    }

    @Test
    void manifests() throws IOException {
        red(
                Rules.manifest(bundle("a/api", "Bundle-SymbolicName: other")),
                "symbolic name is 'other', by its path it is io.x0tta6bl4.a.api");
        red(
                Rules.manifest(
                        bundle("b/api", "Export-Package: io.x0tta6bl4.b.api,io.x0tta6bl4.b.api.x;version=\"1.0.0\"")),
                "export 'io.x0tta6bl4.b.api' needs a version from 1.0.0 and a name below io.x0tta6bl4.b.api");
        red(
                Rules.manifest(bundle("c/provider.x", "Export-Package: io.x0tta6bl4.c.api;version=\"1.0.0\"")),
                "only api bundles export");
        red(Rules.manifest(bundle("d/stub", "Bundle-Name: d")), "a stub without the requirement x0.profile lab");
        red(
                Rules.manifest(bundle("e/provider.x", "Require-Capability: x0.profile;filter:=\"(name=lab)\"")),
                "no stub, yet it requires x0.profile lab");
        red(
                Rules.manifest(new House.Bundle("f/api", directory.resolve("f"))),
                "is not built: run mvn verify in the root of the project");
        House.Bundle stray = bundle("g/provider.x", "Bundle-Name: g");
        Files.createFile(Files.createDirectories(stray.classes().resolve("org/elsewhere"))
                .resolve("Stray.class"));
        red(Rules.packages(stray), "org/elsewhere/Stray.class is outside the package io.x0tta6bl4.g.provider.x");
    }

    @Test
    void a_right_manifest_is_not_objected_to() throws IOException {
        String exports = "Export-Package:"
            + " io.x0tta6bl4.h.api;version=\"1.2.0\";uses:=\"io.x0tta6bl4.h.api.x\",io.x0tta6bl4.h.api.x;version=\"1.0.0\"";
        assertThat(Rules.manifest(bundle("h/api", "Bundle-SymbolicName: io.x0tta6bl4.h.api", exports)))
                .isEmpty();
    }

    private House.Bundle bundle(String path, String... headers) throws IOException {
        House.Bundle bundle = new House.Bundle(path, directory.resolve(path));
        Files.createDirectories(bundle.manifest().getParent());
        StringBuilder text = new StringBuilder("Manifest-Version: 1.0\n");
        for (String header : headers)
            text.append(header.replaceAll("(.{70})(?=.)", "$1\n ")).append('\n');
        Files.writeString(bundle.manifest(), text);
        return bundle;
    }

    @Test
    void apis() throws IOException {
        ApiRecord then = ApiRecord.read("1.2.0\ninterface a.api.Port : \na.api.Port.open() : void\n");
        red(
                then.untold("a.api", ApiRecord.read("1.3.0\ninterface a.api.Port : \n")),
                "a.api lost a.api.Port.open() : void: raise the major number of its version in package-info.java");
        String more = "interface a.api.Port : \na.api.Port.open() : void\na.api.Port.shut() : void\n";
        red(
                then.untold("a.api", ApiRecord.read("1.2.1\n" + more)),
                "a.api gained a.api.Port.shut() : void: raise the minor number of its version in package-info.java");
        String owed = "interface a.api.Port : \na.api.Port.open() : void\nuser-written a.api.Port.shut() : void\n";
        red(
                then.untold("a.api", ApiRecord.read("1.3.0\n" + owed)),
                "users must now write user-written a.api.Port.shut() : void: raise the major number");
        assertThat(then.untold("a.api", ApiRecord.read("1.3.0\n" + more))).isEmpty();
        assertThat(then.untold("a.api", ApiRecord.read("2.0.0\n" + owed))).isEmpty();
        assertThat(then.untold("a.api", then)).isEmpty();
    }

    @Test
    void references() throws IOException {
        Path reluctant = Files.writeString(directory.resolve("reluctant.xml"), """
            <reference name="Journal" interface="Journal" parameter="0"/>
            <reference name="sensor" cardinality="1..n" policy="dynamic" interface="Sensor"/>
            <reference name="log" cardinality="0..1" interface="Log"/>
            """);
        red(
                Rules.references(reluctant),
                "mandatory static reference 'Journal' is reluctant; say policyOption = ReferencePolicyOption.GREEDY");
        red(Rules.references(reluctant), "mandatory dynamic reference 'sensor' is reluctant");
        red(Rules.references(reluctant), "optional static reference 'log' is reluctant");
        Path right = Files.writeString(directory.resolve("right.xml"), """
            <reference name="a" interface="A" policy-option="greedy" parameter="0"/>
            <reference name="b" cardinality="0..n" policy="dynamic" interface="B"/>
            """);
        assertThat(Rules.references(right)).isEmpty();
    }

    @Test
    void hot_references() throws IOException {
        Path cold = Files.writeString(directory.resolve("cold.xml"), """
            <reference name="Baselines" interface="io.x0tta6bl4.knowledge.api.store.Baselines" policy-option="greedy" parameter="0"/>
            <reference name="Held" cardinality="0..n" policy="dynamic" interface="io.x0tta6bl4.plan.api.Planner" field="planners"/>
            """);
        red(
                Rules.hotReferences(cold),
                "reference 'Baselines' to io.x0tta6bl4.knowledge.api.store.Baselines restarts the component when the"
                        + " provider is swapped");
        assertThat(Rules.hotReferences(cold)).hasSize(2);
        Path hot = Files.writeString(directory.resolve("hot.xml"), """
            <reference name="P" cardinality="0..n" policy="dynamic" interface="io.x0tta6bl4.plan.api.Planner" bind="bindP" unbind="unbindP"/>
            <reference name="Store" interface="io.x0tta6bl4.knowledge.provider.mvstore.Store" parameter="0"/>
            <reference name="Admin" interface="org.osgi.service.cm.ConfigurationAdmin" parameter="1"/>
            """);
        assertThat(Rules.hotReferences(hot)).isEmpty();
    }

    @Test
    void settings() throws IOException {
        Path description = Files.writeString(
                directory.resolve("c.xml"),
                "<property name=\"trust.domain\" type=\"String\"/><property name=\"x0.name\" type=\"String\"/>");
        Set<String> settings = SettingNames.of(description);
        assertThat(settings).containsExactly("trust.domain");
        red(SettingNames.wrong("a.md", "set `trust_domain`", settings), "tells of 'trust_domain'; the setting is");
        red(
                SettingNames.wrong("A.java", "say(\"set trust_domain\");", settings),
                "tells of 'trust_domain'; the setting is");
        assertThat(SettingNames.wrong("a.md", "`trust.domain`, a_trust_domain_need", settings))
                .isEmpty();
        assertThat(SettingNames.wrong("A.java", "config.trust_domain()", settings))
                .isEmpty();
    }

    @Test
    void poms() throws IOException {
        red(Rules.leaf("bundles/x/pom.xml", "<project>\n".repeat(31), false), "has 31 lines; a leaf has at most 30");
        red(
                Rules.leaf("bundles/x/pom.xml", "<parent><version>1</version></parent><version>2.0</version>", false),
                "names version 2.0; versions stand in the root pom");
        red(
                Rules.leaf("bundles/x/api/pom.xml", "<thirdparty.allowed>true</thirdparty.allowed>", false),
                "allows code of third parties; an api never has it");
        assertThat(Rules.leaf("x", "<parent><version>1</version></parent><version>${project.version}</version>", false))
                .isEmpty();
    }

    @Test
    void features() throws IOException {
        String stub = "{\"id\": \"io.x0tta6bl4:io.x0tta6bl4.execute.stub:1.0.0\"}";
        red(
                Rules.feature(Files.writeString(directory.resolve("node.json"), stub)),
                "node.json holds the stub io.x0tta6bl4:io.x0tta6bl4.execute.stub; stubs are in *.stub.json only");
        assertThat(Rules.feature(Files.writeString(directory.resolve("execute.stub.json"), stub)))
                .isEmpty();
    }

    @Test
    void sources() throws IOException {
        red(Rules.length("bundles/x/X.java", "line\n".repeat(251)), "has 251 lines; split it, or say why in its head");
        assertThat(Rules.length("X.java", "line\n".repeat(250))).isEmpty();
        assertThat(Rules.length("X.java", "line\n".repeat(250) + " * <p>More than 250 lines: it is a table.\n"))
                .isEmpty();
    }

    @Test
    void texts() throws IOException {
        red(Rules.text("README.md", "see /root/x0 for more"), "README.md names the path ");
        assertThat(Rules.text("README.md", "docs/work/notes, ~/work, https://example.org/work/x"))
                .isEmpty();
    }

    @Test
    void musts() throws IOException {
        Path source = Files.writeString(directory.resolve("RuleTest.java"), """
            class RuleTest {
                @Test
                void shown() {}

                @Test
                @Disabled
                void off() {}

                void helper() {}
            }
            """);
        String row = "| 4.1 | a rule | %s |\n";
        List<Path> sources = List.of(source);
        assertThat(Musts.broken(row.formatted("`RuleTest.shown`"), sources)).isEmpty();
        red(
                Musts.broken(row.formatted("`RuleTest.shown`, `RuleTest.gone`"), sources),
                "there is no test RuleTest.gone; name the one that shows the rule now, or write it");
        red(Musts.broken(row.formatted("later"), sources), "a row names no test: later");
        for (String none : List.of("RuleTest.off", "RuleTest.helper", "OtherTest.shown"))
            assertThat(Musts.broken(row.formatted("`" + none + "`"), sources)).hasSize(1);
    }

    @Test
    void formats() throws IOException {
        Path source =
                Files.writeString(directory.resolve("Odd.java"), "import java.util.List;\nclass Odd {int  a ;}\n");
        Formatting formatting = new Formatting(directory.resolve("memory.txt"));
        assertThat(formatting.wrong(List.of(source))).containsExactly(source);
        Files.writeString(source, formatting.format(source, Files.readString(source)));
        assertThat(Files.readString(source)).isEqualTo("class Odd {\n    int a;\n}\n");
        assertThat(formatting.wrong(List.of(source))).isEmpty();
        assertThat(new Formatting(directory.resolve("memory.txt")).wrong(List.of(source)))
                .isEmpty();
        assertThat(Files.readString(RECORD)).contains("sources that are not in the one format; run ./x0 format");
    }
}
