package io.x0tta6bl4.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rules over the classes of all bundles; each reads as a sentence. */
final class CodeRules {
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";
    private static final String ACTIVATE = "org.osgi.service.component.annotations.Activate";
    /** Classes of bundles that are programs, of use without a node that has a log. */
    private static final java.util.Set<String> PROGRAMS = java.util.Set.of(
            "io.x0tta6bl4.knowledge.provider.yaml.WatchFileCheck",
            "io.x0tta6bl4.feature.provider.felix.FeatureSigning");

    private static final DescribedPredicate<JavaClass> API = describe(
            "classes of an api",
            type -> CapabilityTable.module(type.getName())
                    .filter(module -> module.endsWith(".api"))
                    .isPresent());

    static final ArchRule MEET_THROUGH_APIS = classes()
            .should(objecting(
                    "know only what the table allows",
                    type -> type.getDirectDependenciesFromSelf().stream()
                            .flatMap(use -> CapabilityTable.objection(
                                            type.getName(), target(use).getName())
                                    .stream()
                                    .map(objection -> objection + ": " + use.getDescription()))));

    static final ArchRule APIS_ARE_PLAIN = classes()
            .that(API)
            .should(objecting(
                    "import only the JDK, annotations and apis",
                    type -> type.getDirectDependenciesFromSelf().stream()
                            .filter(use -> !plain(target(use)))
                            .map(use -> "an api knows the JDK, annotations and apis only: " + use.getDescription())));

    static final ArchRule COMPONENTS_ARE_FINAL = classes()
            .that()
            .areAnnotatedWith(COMPONENT)
            .should(objecting(
                    "be public and final with final or volatile fields and one public @Activate constructor",
                    CodeRules::component));

    static final ArchRule NO_CYCLES_OF_MODULES =
            slices().matching("io.x0tta6bl4.(*).(*)..").should().beFreeOfCycles();

    static final ArchRule NO_CYCLES_OF_PACKAGES =
            slices().matching("io.x0tta6bl4.(**)").should().beFreeOfCycles();

    static final ArchRule NO_STANDARD_STREAMS = noClasses()
            .that()
            .areNotAssignableTo(describe("programs", type -> PROGRAMS.contains(type.getName())))
            .should(accessField(System.class, "out").or(accessField(System.class, "err")))
            .because("a bundle speaks through the log or the console's session");

    static final ArchRule NAMES_SAY_SOMETHING = classes()
            .should(objecting(
                    "have a name that says what it is",
                    type -> Stream.of(type)
                            .filter(CodeRules::empty)
                            .map(named -> named.getName() + " says nothing by Impl, Manager, Util or a leading I")));

    private CodeRules() {}

    static List<ArchRule> all() {
        return List.of(
                MEET_THROUGH_APIS,
                APIS_ARE_PLAIN,
                COMPONENTS_ARE_FINAL,
                NO_CYCLES_OF_MODULES,
                NO_CYCLES_OF_PACKAGES,
                NO_STANDARD_STREAMS,
                NAMES_SAY_SOMETHING);
    }

    private static JavaClass target(Dependency use) {
        return use.getTargetClass().getBaseComponentType();
    }

    private static boolean plain(JavaClass type) {
        String name = type.getName();
        return type.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.security.auth.")
                || name.startsWith("javax.net.ssl.")
                || name.startsWith("org.osgi.annotation.")
                || name.startsWith("org.jspecify.annotations.")
                || API.test(type);
    }

    private static boolean empty(JavaClass type) {
        String name = type.getSimpleName();
        return name.matches(".*(Impl|Manager|Utils?)") || (type.isInterface() && name.matches("I[A-Z][a-z].*"));
    }

    private static Stream<String> component(JavaClass type) {
        Stream<String> shape = type.getModifiers().contains(JavaModifier.FINAL)
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                ? Stream.empty()
                : Stream.of(type.getName() + " is a component and not public final");
        Stream<String> fields = type.getFields().stream()
                .filter(CodeRules::changes)
                .map(field -> field.getFullName() + " is neither final nor volatile");
        List<JavaConstructor> open = type.getConstructors().stream()
                .filter(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC))
                .toList();
        boolean one = open.size() == 1 && open.getFirst().isAnnotatedWith(ACTIVATE);
        Stream<String> constructors = one
                ? Stream.empty()
                : Stream.of(type.getName() + " has not exactly one public constructor, marked @Activate");
        return Stream.of(shape, fields, constructors).flatMap(Function.identity());
    }

    private static boolean changes(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.FINAL)
                && !field.getModifiers().contains(JavaModifier.VOLATILE);
    }

    /** A condition that says in words what is wrong with a class. */
    private static ArchCondition<JavaClass> objecting(
            String description, Function<JavaClass, Stream<String>> objections) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                objections.apply(type).forEach(wrong -> events.add(SimpleConditionEvent.violated(type, wrong)));
            }
        };
    }
}
