package io.x0tta6bl4.itests.architecture;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names of settings, as a component takes them and as people are told of them. A method {@code trust_domain()} of a component's
 * configuration is the setting {@code trust.domain} (Declarative Services, section 112.8.2.1), and a setting of another name is
 * passed over without a word.
 */
final class SettingNames {
    private static final Pattern PROPERTY = Pattern.compile("<property name=\"([a-z0-9]+(?:\\.[a-z0-9]+)+)\" ");

    private SettingNames() {}

    /** Those of a component description that have a dot, by which they can be told wrongly. */
    static Set<String> of(Path description) {
        Set<String> names = new TreeSet<>();
        PROPERTY.matcher(House.read(description)).results().forEach(found -> names.add(found.group(1)));
        names.removeIf(name -> name.startsWith("x0.") || name.startsWith("osgi."));
        return names;
    }

    /** What a page, or a string of a source, calls by the name of its method. */
    static List<String> wrong(String name, String text, Set<String> settings) {
        boolean source = name.endsWith(".java");
        return settings.stream()
                .filter(setting ->
                        told(setting.replace('.', '_'), source).matcher(text).find())
                .map(setting ->
                        name + " tells of '" + setting.replace('.', '_') + "'; the setting is '" + setting + "'")
                .toList();
    }

    private static Pattern told(String method, boolean source) {
        return Pattern.compile(source ? "\"[^\"\\n]*\\b" + method + "\\b[^\"\\n]*\"" : "\\b" + method + "\\b");
    }
}
