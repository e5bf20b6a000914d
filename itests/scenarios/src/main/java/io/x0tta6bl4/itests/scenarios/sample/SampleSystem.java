package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Four services that need one another, web → orders → inventory → store, and billing, which starts only while its licence
 * is there. They are real processes; the node under test starts them.
 */
public final class SampleSystem {
    /** Period of the health probes that the watch file asks for. */
    public static final Duration PROBE_EVERY = Duration.ofMillis(500);

    private static final Duration PROBE_TIMEOUT = Duration.ofMillis(200);
    private static final Map<String, Integer> CALL_TIMEOUTS = Map.of("web", 180, "orders", 155, "inventory", 130);
    private static final String MAIN = "io.x0tta6bl4.runtime.samples.SampleService";
    private final Path directory;
    private final Path jar;
    private final Map<String, Service> services = new LinkedHashMap<>();

    /** @param directory where its files go; it must exist and be this system's alone */
    public SampleSystem(Path directory) throws IOException {
        this.directory = directory;
        this.jar = jar();
        String needed = null;
        for (String name : List.of("store", "inventory", "orders", "web")) {
            add(name, Optional.ofNullable(needed));
            needed = name;
        }
        add("billing", Optional.empty());
        Files.writeString(licence(), "valid\n");
    }

    private void add(String name, Optional<String> calls) throws IOException {
        Path configuration = directory.resolve(name + ".properties");
        Files.writeString(configuration, goodConfiguration(name));
        services.put(name, new Service(name, Ports.free(), calls, configuration));
    }

    /** A configuration with which the service ends right after its start. */
    public static String badConfiguration(String name) {
        return "label = " + name + "\nworkers = many\n# " + System.nanoTime() + "\n";
    }

    /** A configuration that the service works with. */
    public static String goodConfiguration(String name) {
        return "label = " + name + "\nworkers = 16\n";
    }

    /** A service by its name. */
    public Service service(String name) {
        Service service = services.get(name);
        if (service == null) throw new IllegalArgumentException("the sample system has no " + name);
        return service;
    }

    public List<Service> services() {
        return List.copyOf(services.values());
    }

    /** Where users come in: it answers well only when all four do. */
    public HttpProbe frontDoor() {
        return new HttpProbe(service("web").address(), Duration.ofMillis(500));
    }

    /** Without this file billing does not start, whatever one does to the process. */
    public Path licence() {
        return directory.resolve("licence");
    }

    /** How often a service was started, from a line that each start leaves before anything else. */
    public int starts(String name) throws IOException {
        Path starts = startsOf(name);
        return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    }

    private Path startsOf(String name) {
        return directory.resolve(name + ".starts");
    }

    /** The process of a service as the watch file describes it. */
    public Watched watched(String name) {
        Service service = service(name);
        return new Watched(
                name,
                counted(service),
                Optional.of(service.health()),
                PROBE_EVERY,
                PROBE_TIMEOUT,
                service.calls().stream().toList(),
                List.of(service.configuration()));
    }

    /** Program and arguments of a service. */
    public List<String> command(Service service) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx48m"));
        command.addAll(List.of("-cp", jar.toString(), MAIN, "--name", service.name()));
        command.addAll(List.of("--port", String.valueOf(service.port())));
        service.calls()
                .ifPresent(c ->
                        command.addAll(List.of("--calls", service(c).address().toString())));
        // each waits a little less than its caller, so that a caller hears why
        command.addAll(List.of(
                "--health", "deep", "--call-timeout", String.valueOf(CALL_TIMEOUTS.getOrDefault(service.name(), 100))));
        command.addAll(List.of("--configuration", service.configuration().toString()));
        return command;
    }

    /** The command behind a shell that first leaves a line for the count and, for billing, asks for the licence. */
    private List<String> counted(Service service) {
        String script = "echo $$ >> '" + startsOf(service.name()) + "'; ";
        if (service.name().equals("billing"))
            script += "test -f '" + licence() + "' || { echo 'billing: no licence' >&2; exit 3; }; ";
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", script + "exec \"$@\"", service.name()));
        all.addAll(command(service));
        return all;
    }

    /** The processes of this system's services, whoever started them: they name its directory and our main class. */
    public Set<Long> processes() {
        Set<Long> ours = Pids.mentioning(directory.toString());
        ours.retainAll(Pids.mentioning(MAIN));
        ours.remove(ProcessHandle.current().pid());
        return ours;
    }

    /** Kills the processes of this system's services and waits until they are gone, at most five seconds. */
    public void endAll() {
        // again and again, because a node that is ending may just have started one more
        Waiting.until(
                () -> {
                    Set<Long> left = processes();
                    left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                    return left.isEmpty();
                },
                Duration.ofSeconds(5),
                Duration.ofMillis(50));
    }

    private static Path jar() throws IOException {
        String named = System.getProperty("x0.samples");
        if (named != null && Files.isRegularFile(Path.of(named)))
            return Path.of(named).toAbsolutePath();
        Path directory = Path.of(named == null ? "runtime/samples/target" : named);
        if (!Files.isDirectory(directory)) throw new IOException(missing(directory));
        try (var files = Files.newDirectoryStream(directory, "io.x0tta6bl4.runtime.samples-*.jar")) {
            for (Path file : files) if (!file.toString().endsWith("-tests.jar")) return file.toAbsolutePath();
        }
        throw new IOException(missing(directory));
    }

    private static String missing(Path directory) {
        return "no jar of the sample services in " + directory.toAbsolutePath()
                + "; build it with 'mvn verify' or name it with -Dx0.samples=JAR";
    }
}
