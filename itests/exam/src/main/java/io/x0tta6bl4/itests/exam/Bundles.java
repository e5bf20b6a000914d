package io.x0tta6bl4.itests.exam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Manifest;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;

/** Bundles found on the class path of the test by their symbolic name: no repository, no network, no version twice. */
public final class Bundles {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private Bundles() {}

    /** Installs and starts these bundles; a name that is not on the class path is refused. */
    public static Option named(String... symbolicNames) {
        Map<String, String> locations = locations();
        return CoreOptions.composite(Arrays.stream(symbolicNames)
                .map(name -> CoreOptions.bundle(location(locations, name)))
                .toArray(Option[]::new));
    }

    private static String location(Map<String, String> locations, String name) {
        String location = locations.get(name);
        if (location == null)
            throw new IllegalArgumentException("no bundle " + name
                    + " on the class path; add it to the module's dependencies. There are: " + locations.keySet());
        return location;
    }

    private static Map<String, String> locations() {
        Map<String, String> found = new HashMap<>();
        try {
            for (URL url : Collections.list(Bundles.class.getClassLoader().getResources(MANIFEST))) {
                try (InputStream in = url.openStream()) {
                    String name = new Manifest(in).getMainAttributes().getValue("Bundle-SymbolicName");
                    if (name != null) found.putIfAbsent(name.split(";")[0].strip(), location(url.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the manifests on the class path", e);
        }
        return found;
    }

    /** The jar a manifest is in, or the folder, which a build without packaging uses in its place. */
    private static String location(String manifest) {
        return manifest.startsWith("jar:")
                ? manifest.substring("jar:".length(), manifest.indexOf("!/"))
                : "reference:" + manifest.substring(0, manifest.length() - MANIFEST.length());
    }
}
