package io.x0tta6bl4.runtime.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Says what is wrong with a watch file before the framework starts, in the words of the reader among the node's own bundles.
 */
final class WatchCheck {

    private static final String READER = "io.x0tta6bl4.knowledge.provider.yaml.WatchFileCheck";

    private static final List<String> NEEDED =
            List.of("io.x0tta6bl4.knowledge.provider.yaml", "io.x0tta6bl4.knowledge.api", "snakeyaml-engine");

    private WatchCheck() {}

    /** What the reader finds wrong; empty when it finds nothing, or when this node reads watch files in another way. */
    static String findings(Path watch, Collection<Path> bundles) {
        try (URLClassLoader loader = new URLClassLoader(urls(bundles), ClassLoader.getPlatformClassLoader())) {
            var out = new ByteArrayOutputStream();
            var words = new PrintStream(out, true, StandardCharsets.UTF_8);
            var nowhere = new PrintStream(OutputStream.nullOutputStream());
            Object exit = Class.forName(READER, true, loader)
                    .getMethod("run", PrintStream.class, PrintStream.class, String[].class)
                    .invoke(null, nowhere, words, new String[] {watch.toString()});
            if (exit.equals(0)) return "";
            return out.toString(StandardCharsets.UTF_8).strip();
        } catch (ReflectiveOperationException | IOException e) {
            return "";
        }
    }

    private static URL[] urls(Collection<Path> bundles) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path bundle : bundles) {
            String name = bundle.getFileName().toString();
            if (NEEDED.stream().anyMatch(name::startsWith))
                urls.add(bundle.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
