package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.provider.felix.text.Tree;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A feature file understood, or refused with line and column: by the standard, and what others write into theirs.
 *
 * @param tree the file
 * @param bundles what it wants installed
 * @param standard the file as the Feature Service can read it: no arrays in extensions, variables filled in
 * @param notes what was passed over
 */
record FeatureText(Tree tree, List<WantedBundle> bundles, String standard, List<String> notes) {
    /** The extension of the launcher specification: properties that the framework has to have been made with. */
    static final String PROPERTIES = "framework-launching-properties";

    private static final Set<String> KNOWN = Set.of(
            "feature-resource-version",
            "id",
            "name",
            "description",
            "docURL",
            "license",
            "SCM",
            "scm",
            "complete",
            "categories",
            "vendor",
            "bundles",
            "configurations",
            "extensions",
            "variables");

    static FeatureText read(String text, Function<String, @Nullable String> framework) throws WrongText {
        Tree tree = Tree.parse(text);
        if (!tree.isObject()) throw tree.wrong("a feature is a JSON object");
        List<String> notes = new ArrayList<>();
        head(tree, notes);
        Optional<Tree> bundles = tree.member("bundles");
        List<WantedBundle> wanted = bundles.isEmpty() ? List.of() : WantedBundle.all(bundles.get());
        bundles.ifPresent(all -> notes.addAll(WantedBundle.passedOver(all)));
        Map<String, String> variables = variables(tree);
        extensions(tree, framework, notes);
        return new FeatureText(tree, wanted, standard(tree, variables), List.copyOf(notes));
    }

    private static void head(Tree tree, List<String> notes) throws WrongText {
        Tree id = tree.member("id").orElse(null);
        if (id == null) throw tree.wrong("has no \"id\" (group:artifact:version)");
        if (!id.isString()) throw id.wrong("'id' has to be a text, group:artifact:version");
        try {
            Coordinates.parse(id.text());
        } catch (IllegalArgumentException e) {
            throw id.wrong(e.getMessage());
        }
        String version = tree.string("feature-resource-version").orElse("1.0");
        if (!version.startsWith("1."))
            throw tree.members()
                    .get("feature-resource-version")
                    .wrong("feature-resource-version " + version + "; 1.x is known");
        for (Map.Entry<String, Tree> member : tree.members().entrySet()) {
            if (KNOWN.contains(member.getKey())) continue;
            if (member.getKey().equals("prototype") || member.getKey().equals("framework-properties"))
                throw member.getValue()
                        .wrong("'" + member.getKey() + "' belongs to another launcher; aggregate the feature"
                                + " first, and write framework properties as the extension " + PROPERTIES);
            notes.add("line " + member.getValue().line() + ": '" + member.getKey()
                    + "' is not of the standard and passed over");
        }
    }

    private static Map<String, String> variables(Tree tree) throws WrongText {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, Tree> variable :
                tree.member("variables").map(Tree::members).orElse(Map.of()).entrySet()) {
            Tree value = variable.getValue();
            if (value.kind() == JsonValue.ValueType.NULL)
                throw value.wrong("the variable '" + variable.getKey() + "' has no value; write one into the file");
            values.put(variable.getKey(), value.text());
        }
        return values;
    }

    private static void extensions(Tree tree, Function<String, @Nullable String> framework, List<String> notes)
            throws WrongText {
        for (Map.Entry<String, Tree> entry :
                tree.member("extensions").map(Tree::members).orElse(Map.of()).entrySet()) {
            Tree extension = entry.getValue();
            if (!extension.isObject())
                throw extension.wrong("the extension '" + entry.getKey() + "' has to be an object");
            String kind = extension.string("kind").orElse("optional");
            if (!Set.of("mandatory", "optional", "transient").contains(kind))
                throw extension.members().get("kind").wrong("'" + kind + "' is none of mandatory, optional, transient");
            if (entry.getKey().equals(FeatureFile.MANDATORY)) continue;
            if (entry.getKey().equals(PROPERTIES)) {
                properties(extension, kind, framework, notes);
            } else if (kind.equals("mandatory")) {
                throw extension.wrong("the extension '" + entry.getKey()
                        + "' is mandatory, and this node does not know it; it knows " + FeatureFile.MANDATORY + " and "
                        + PROPERTIES);
            } else {
                notes.add("line " + extension.line() + ": the extension '" + entry.getKey() + "' (" + kind
                        + ") is not known and passed over");
            }
        }
    }

    private static void properties(
            Tree extension, String kind, Function<String, @Nullable String> framework, List<String> notes)
            throws WrongText {
        Tree json = extension.member("json").orElseThrow(() -> extension.wrong("'" + PROPERTIES + "' has no \"json\""));
        for (Map.Entry<String, Tree> property : json.members().entrySet()) {
            String found = framework.apply(property.getKey());
            String wanted = property.getValue().text();
            if (wanted.equals(found)) continue;
            String what = "the framework property " + property.getKey() + " has to be '" + wanted
                    + "', this node was started with " + (found == null ? "none" : "'" + found + "'");
            if (kind.equals("mandatory")) throw property.getValue().wrong(what);
            notes.add("line " + property.getValue().line() + ": " + what);
        }
    }

    /** The Feature Service takes no array as JSON of an extension; it gets the array in an object, under {@code parts}. */
    private static String standard(Tree tree, Map<String, String> variables) throws WrongText {
        JsonObjectBuilder out = Tree.JSON.createObjectBuilder();
        for (Map.Entry<String, Tree> member : tree.members().entrySet()) {
            Tree value = member.getValue();
            switch (member.getKey()) {
                case "extensions" -> out.add("extensions", extensions(value));
                case "configurations" -> out.add("configurations", json(filled(value, variables)));
                case "variables" -> {}
                default -> {
                    if (KNOWN.contains(member.getKey())) out.add(member.getKey(), json(value.canonical()));
                }
            }
        }
        return out.build().toString();
    }

    private static JsonValue extensions(Tree extensions) {
        JsonObjectBuilder all = Tree.JSON.createObjectBuilder();
        extensions.members().forEach((name, extension) -> {
            boolean array = extension.member("json").filter(Tree::isArray).isPresent();
            JsonObjectBuilder out = Tree.JSON.createObjectBuilder();
            extension
                    .members()
                    .forEach((key, value) -> out.add(
                            key,
                            key.equals("json") && array
                                    ? Tree.JSON
                                            .createObjectBuilder()
                                            .add("parts", json(value.canonical()))
                                            .build()
                                    : json(value.canonical())));
            // The standard tells the sort of an extension by the key that holds it.
            all.add(name, out);
        });
        return all.build();
    }

    private static JsonValue json(String text) {
        try (var reader = Tree.JSON.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }

    private static String filled(Tree configurations, Map<String, String> variables) throws WrongText {
        String text = configurations.canonical();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String quoted = Tree.JSON.createValue(variable.getValue()).toString();
            text = text.replace("${" + variable.getKey() + "}", quoted.substring(1, quoted.length() - 1));
        }
        return text;
    }

    /** Names of the bundles, each once. */
    Set<Coordinates> coordinates() {
        Set<Coordinates> all = new LinkedHashSet<>();
        bundles.forEach(bundle -> all.add(bundle.coordinates()));
        return all;
    }
}
