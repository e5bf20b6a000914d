package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody outside follows {@code docs/guides/providers.md} word for word with Maven, signs what came of it, puts it into a Maven
 * repository behind HTTP, and brings it to a production node; then the same with what must be refused.
 */
class OutsideIT {
    private static final Path GUIDE = Path.of("../../docs/guides/providers.md");
    private static final Pattern BLOCK =
            Pattern.compile("^`([^`\n]+)`:\n\n```\\w+\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    Path directory;

    private Path tally;
    private Path home;
    private Path repository;
    private HttpServer server;
    private LabNode node;

    @BeforeEach
    void prepare() throws Exception {
        tally = directory.resolve("tally");
        repository = Files.createDirectories(directory.resolve("maven"));
        home = home();
        write();
        build();
        serve();
        x0("feature", "keygen", "example", "--out", "keys");
        x0("feature", "keygen", "stranger", "--out", "keys");
        Files.createDirectories(home.resolve("conf/trust"));
        Files.copy(tally.resolve("keys/example.pub"), home.resolve("conf/trust/example.pub"));
        node = new LabNode(
                home,
                directory,
                "base,platform,policy.casbin,knowledge.mvstore",
                "",
                "--maven",
                "http://127.0.0.1:" + server.getAddress().getPort());
        node.start();
    }

    @AfterEach
    void nothing_is_left_running() throws IOException {
        if (node != null) node.close();
        if (server != null) server.stop(0);
        try (Stream<Path> parts = Files.list(home)) {
            for (Path part : parts.filter(Files::isSymbolicLink).toList()) Files.delete(part);
        }
    }

    @Test
    void what_the_guide_says_works_on_a_production_node_and_what_is_not_signed_as_it_is_does_not() throws Exception {
        publish("1.0.0", "");
        refused("install", "1.0.0", "is not signed, and a production node takes only what a trusted signer signed");
        publish("1.0.0", "example");
        assertThat(command("install", "1.0.0"))
                .contains(
                        "In force", "Signed by: example", "self-test of com.example.tally.provider 1.0.0: count twice");
        assertThat(node.command("readiness:show")).contains("tally.memory");
        assertThat(node.command("tally:next").strip()).isEqualTo("1");

        publish("1.1.0", "example");
        assertThat(command("update", "1.1.0")).contains("In force");
        assertThat(node.command("feature:info tally")).contains("com.example:tally.provider:1.1.0");
        assertThat(node.command("tally:next").strip()).as("goes on").isEqualTo("2");
        refused("update", "1.0.0", "is older than 1.1.0, which this node has had");
        assertThat(node.command("feature:revert")).contains("In force");
        assertThat(node.command("tally:next").strip()).as("goes on").isEqualTo("3");

        publish("1.2.0", "stranger");
        refused("update", "1.2.0", "is not trusted on this node: trusted are [example");
        publish("1.3.0", "example");
        Path jar = repository.resolve("com/example/tally.provider/1.3.0/tally.provider-1.3.0.jar");
        Files.write(jar, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        checksum(jar);
        refused("update", "1.3.0", "was changed after it was signed: its SHA-512 is not the signed one");
        assertThat(node.command("tally:next").strip()).isEqualTo("4");
    }

    private String command(String verb, String version) {
        return node.command("feature:" + verb + " com.example:tally:" + version);
    }

    private void refused(String verb, String version, String why) {
        String bundles = node.command("lb -s");
        assertThat(command(verb, version)).contains("This cannot be done, and nothing was touched", why);
        assertThat(node.command("lb -s")).isEqualTo(bundles);
    }

    /** The guide's files; and its provider in more versions, as its author would raise them. */
    private void write() throws IOException {
        var blocks = BLOCK.matcher(Files.readString(GUIDE));
        List<String> names = new ArrayList<>();
        while (blocks.find()) {
            names.add(blocks.group(1));
            file(blocks.group(1), blocks.group(2));
        }
        assertThat(names).hasSize(9);
        String modules = Files.readString(tally.resolve("pom.xml"));
        for (String version : List.of("1.1.0", "1.2.0", "1.3.0")) {
            for (String name :
                    names.stream().filter(n -> n.startsWith("provider/")).toList())
                file(
                        name.replaceFirst("provider", "provider" + version),
                        Files.readString(tally.resolve(name))
                                .replace("</artifactId>\n  <version>1.0.0", "</artifactId>\n  <version>" + version));
            modules = modules.replace("</modules>", "<module>provider" + version + "</module></modules>");
            file(
                    "tally-" + version + ".json",
                    Files.readString(tally.resolve("tally-1.0.0.json"))
                            .replace("tally:1.0.0", "tally:" + version)
                            .replace("provider:1.0.0", "provider:" + version));
        }
        file("pom.xml", modules);
    }

    private void file(String name, String text) throws IOException {
        Path file = tally.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** With the Maven that builds this project; what that has fetched is the repository, and nothing is added to it. */
    private void build() throws Exception {
        Path settings = Files.writeString(
                directory.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>here</id><mirrorOf>central</mirrorOf><url>"
                        + Path.of(System.getProperty("localRepository")).toUri()
                        + "</url></mirror></mirrors></settings>");
        run(
                Path.of(System.getProperty("x0.maven"), "bin/mvn").toString(),
                "-B",
                "-q",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + directory.resolve("m2"),
                "-Dx0.dist=" + home,
                "package");
        try (Stream<Path> files = Files.walk(tally)) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList())
                Files.copy(jar, tally.resolve(jar.getFileName()));
        }
    }

    private void x0(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(home.resolve("bin/x0").toString()));
        all.addAll(List.of(words));
        run(all.toArray(String[]::new));
    }

    private void run(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).directory(tally.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().remove("MAVEN_PROJECTBASEDIR");
        Path said = directory.resolve("said");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", words[0]).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    /** The distribution, with a conf of its own: whom a node trusts stands there. */
    private Path home() throws IOException {
        Path own = Files.createDirectories(directory.resolve("home"));
        try (Stream<Path> parts = Files.list(LabNode.HOME)) {
            for (Path part : parts.toList()) {
                Path name = own.resolve(part.getFileName());
                boolean copied =
                        List.of("conf", "bin").contains(part.getFileName().toString());
                if (copied) copy(part, name);
                else Files.createSymbolicLink(name, part.toAbsolutePath());
            }
        }
        return own;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file)), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void publish(String version, String signer) throws Exception {
        Path feature = tally.resolve("tally-" + version + ".json");
        if (!signer.isEmpty()) x0("feature", "sign", feature.toString(), "--key", "keys/" + signer + ".key");
        put(feature, "tally", version);
        Path signature = Path.of(feature + ".sig");
        if (Files.exists(signature)) put(signature, "tally", version);
        put(tally.resolve("tally.api-1.0.0.jar"), "tally.api", "1.0.0");
        put(tally.resolve("tally.commands-1.0.0.jar"), "tally.commands", "1.0.0");
        put(tally.resolve("tally.provider-" + version + ".jar"), "tally.provider", version);
    }

    private void put(Path file, String artifact, String version) throws Exception {
        Path target = repository.resolve("com/example/" + artifact + "/" + version + "/" + file.getFileName());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        checksum(target);
    }

    private static void checksum(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
        Files.writeString(Path.of(file + ".sha1"), HexFormat.of().formatHex(digest));
    }

    private void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                Path file = repository
                        .resolve(exchange.getRequestURI().getPath().substring(1))
                        .normalize();
                boolean there = file.startsWith(repository) && Files.isRegularFile(file);
                byte[] bytes = there ? Files.readAllBytes(file) : new byte[0];
                exchange.sendResponseHeaders(there ? 200 : 404, there ? bytes.length : -1);
                if (there) exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }
}
