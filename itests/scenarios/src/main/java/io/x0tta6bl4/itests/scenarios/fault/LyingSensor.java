package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A sensor from outside that says whatever a file tells it to: compiled against the apis of a distribution, installed on its node. */
public final class LyingSensor {
    private static final String NAME = "com.example.lying";
    private static final List<String> APIS =
            List.of("io.x0tta6bl4.monitor.api", "io.x0tta6bl4.knowledge.api", "io.x0tta6bl4.platform.api");
    private static final String COMPONENT = """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.example.lying" deactivate="stop">
          <implementation class="com.example.lying.LyingSensor"/>
          <service><provide interface="io.x0tta6bl4.monitor.api.Sensor"/></service>
        </scr:component>
        """;

    private final Path lies;
    private final Path jar;

    /** Makes the bundle in a directory of its own; it is silent until it is told what to say. */
    public LyingSensor(Distribution distribution, Path directory) throws IOException {
        Files.createDirectories(directory);
        lies = directory.resolve("lies.txt");
        jar = directory.resolve("lying.jar");
        Files.writeString(lies, "");
        Path source = directory.resolve("com/example/lying/LyingSensor.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, source());
        compile(distribution, source, directory);
        pack(directory.resolve("com/example/lying"));
    }

    private String source() throws IOException {
        try (InputStream text = LyingSensor.class.getResourceAsStream("LyingSensor.txt")) {
            if (text == null) throw new IOException("the source of the lying sensor is not among the resources");
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("@FILE@", lies.toString());
        }
    }

    private static void compile(Distribution distribution, Path source, Path directory) throws IOException {
        StringBuilder path = new StringBuilder();
        for (String api : APIS) path.append(distribution.jar(api)).append(System.getProperty("path.separator"));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        path.toString(),
                        "-d",
                        directory.toString(),
                        source.toString());
        if (exit != 0) throw new IOException("the lying sensor does not compile against the distribution");
    }

    private void pack(Path classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", NAME);
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue(
                "Import-Package",
                "io.x0tta6bl4.monitor.api,io.x0tta6bl4.knowledge.api.element,io.x0tta6bl4.knowledge.api.observation");
        main.putValue("Service-Component", "OSGI-INF/lying.xml");
        main.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("OSGI-INF/lying.xml"));
            out.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
            out.putNextEntry(new JarEntry("com/example/lying/LyingSensor.class"));
            Files.copy(classes.resolve("LyingSensor.class"), out);
            out.closeEntry();
        }
    }

    /** Brings it to a running node, with Felix's own commands. */
    public void install(Console console) throws IOException {
        console.say("install file:" + jar);
        console.say("start " + console.bundle(NAME).id());
    }

    /** Takes it away again. */
    public void uninstall(Console console) throws IOException {
        console.say("uninstall " + console.bundle(NAME).id());
    }

    /** From now on it says these lines, {@code ELEMENT SIGNAL state WORD} or {@code ELEMENT SIGNAL number VALUE UNIT}. */
    public void say(String... lines) throws IOException {
        Path beside = lies.resolveSibling("lies.new");
        Files.write(beside, List.of(lines));
        Files.move(
                beside,
                lies,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
