package io.x0tta6bl4.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an exported package promises, in lines, with its version; and whether a change of it is told by its version. The
 * recorded promise takes the place of a last release while there is none.
 *
 * @param version major, minor, micro
 * @param lines one for each type, method and field that others can see
 */
record ApiRecord(int[] version, Set<String> lines) {
    /** Begins the line of a method that users of the api have to write. */
    private static final String FOR_USERS = "user-written ";

    private static final String CONSUMER = "org.osgi.annotation.versioning.ConsumerType";
    private static final String PROVIDER = "org.osgi.annotation.versioning.ProviderType";

    static ApiRecord of(String version, JavaClasses classes, String name) {
        Set<String> lines = new TreeSet<>();
        for (JavaClass type : classes) if (type.getPackageName().equals(name) && open(type)) lines.addAll(lines(type));
        return new ApiRecord(parse(version), lines);
    }

    static ApiRecord read(String text) {
        List<String> all = text.lines().toList();
        return new ApiRecord(parse(all.getFirst()), new TreeSet<>(all.subList(1, all.size())));
    }

    String text() {
        return Arrays.stream(version).mapToObj(Integer::toString).collect(Collectors.joining(".")) + "\n"
                + String.join("\n", lines) + "\n";
    }

    private static int[] parse(String version) {
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static boolean open(JavaClass type) {
        boolean seen = type.getModifiers().contains(JavaModifier.PUBLIC);
        return seen && type.getEnclosingClass().map(ApiRecord::open).orElse(true);
    }

    private static List<String> lines(JavaClass type) {
        List<String> lines = new ArrayList<>();
        String kind =
                type.isInterface() ? "interface " : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
        String parents = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
                .map(JavaClass::getName)
                .sorted()
                .collect(Collectors.joining(", "));
        lines.add(kind + type.getName() + " : " + parents);
        Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
                .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(unit -> seen(unit.getModifiers()))
                .forEach(unit -> lines.add(line(type, unit)));
        type.getFields().stream()
                .filter(field -> seen(field.getModifiers()))
                .forEach(field ->
                        lines.add(field.getFullName() + " : " + field.getType().getName()));
        return lines;
    }

    private static boolean seen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static String line(JavaClass type, JavaCodeUnit unit) {
        boolean user = unit.getModifiers().contains(JavaModifier.ABSTRACT)
                && type.isInterface()
                && !type.isAnnotation()
                && (type.isAnnotatedWith(CONSUMER) || !type.isAnnotatedWith(PROVIDER));
        return (user ? FOR_USERS : "") + unit.getFullName() + " : "
                + unit.getReturnType().getName();
    }

    /** What of the change is not told by the version; empty when it is told, or there is none. */
    List<String> untold(String name, ApiRecord now) {
        Map<String, String> wrong = new TreeMap<>();
        for (String line : lines)
            if (!now.lines.contains(line) && now.version[0] <= version[0]) wrong.put("lost " + line, "major");
        for (String line : now.lines)
            if (!lines.contains(line)) {
                if (line.startsWith(FOR_USERS) && lines.contains(typeOf(line)) && now.version[0] <= version[0])
                    wrong.put("users must now write " + line, "major");
                else if (!higher(now)) wrong.put("gained " + line, "minor");
            }
        return wrong.entrySet().stream()
                .map(entry -> name + " " + entry.getKey() + ": raise the " + entry.getValue()
                        + " number of its version in package-info.java")
                .toList();
    }

    private String typeOf(String line) {
        String method = line.substring(FOR_USERS.length());
        String type = method.substring(0, method.lastIndexOf('.', method.indexOf('(')));
        return lines.stream()
                .filter(known -> known.startsWith("interface " + type + " "))
                .findFirst()
                .orElse("");
    }

    private boolean higher(ApiRecord now) {
        return now.version[0] > version[0] || (now.version[0] == version[0] && now.version[1] > version[1]);
    }
}
