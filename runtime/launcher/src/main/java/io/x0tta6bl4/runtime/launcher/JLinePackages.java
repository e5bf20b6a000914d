package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The packages of the JLine on the class path, in the words of an export. */
final class JLinePackages {

    private static final String NAME = "org.jline";

    private JLinePackages() {}

    /** Empty when there is no JLine: then the shell does not resolve, and the node says so. */
    static String exported() {
        try {
            var manifests = JLinePackages.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
            while (manifests.hasMoreElements()) {
                Attributes main = attributes(manifests.nextElement());
                if (NAME.equals(main.getValue("Bundle-SymbolicName"))
                        || NAME.equals(main.getValue("Automatic-Module-Name"))) {
                    return export(main.getValue("Export-Package"), main.getValue("Bundle-Version"));
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("The class path of the launcher cannot be read", e);
        }
    }

    private static Attributes attributes(URL manifest) throws IOException {
        try (InputStream in = manifest.openStream()) {
            return new Manifest(in).getMainAttributes();
        }
    }

    private static String export(String clauses, String version) {
        List<String> exports = new ArrayList<>();
        for (String clause : split(clauses)) {
            int end = clause.indexOf(';');
            exports.add((end < 0 ? clause : clause.substring(0, end)).strip() + ";version=" + version);
        }
        return String.join(",", exports);
    }

    /** Splits at commas that are not inside quotes. */
    static List<String> split(String clauses) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int at = 0; at < clauses.length(); at++) {
            char c = clauses.charAt(at);
            quoted = (c == '"') != quoted;
            if (c == ',' && !quoted) {
                parts.add(clauses.substring(begin, at));
                begin = at + 1;
            }
        }
        parts.add(clauses.substring(begin));
        return parts;
    }
}
