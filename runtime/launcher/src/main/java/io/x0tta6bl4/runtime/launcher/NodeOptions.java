package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a node was asked to be.
 *
 * @param name how it calls itself
 * @param profile production unless asked otherwise
 * @param watch the watch file, absolute and readable; none: the node watches nothing yet
 * @param data its data directory, absolute
 * @param address where its health checks are served: loopback, unless probes come from elsewhere, as in a cluster
 * @param http the port of its health checks, 0 for any free one
 * @param https the port of HTTP over the secure channel, on all addresses; none: it is not served
 * @param features which features
 * @param repositories more places for bundles
 * @param maven addresses of remote Maven repositories that features and bundles are fetched from
 * @param console whether a shell reads standard input
 */
record NodeOptions(
        String name,
        Profile profile,
        Optional<Path> watch,
        Path data,
        String address,
        int http,
        Optional<Integer> https,
        FeatureChoice features,
        List<Path> repositories,
        List<String> maven,
        boolean console) {

    static final String LOOPBACK = "127.0.0.1";
    static final int DEFAULT_HTTP = 8484;

    private static final Pattern IDENTITIES = Pattern.compile("(?m)(^|[{,\\s])[\"']?identities[\"']?\\s*:");

    static final String ALLOWED =
            "--profile production|lab, --watch FILE, --data DIR, --http [ADDRESS:]PORT, --https PORT,"
                    + " --features NAMES,"
                    + " --repository DIR, --maven ADDRESS, --name NAME, --console, --no-console";

    NodeOptions {
        repositories = List.copyOf(repositories);
        maven = List.copyOf(maven);
    }

    /** Reads the words after {@code run}; {@code terminal} says whether a person can type. */
    static NodeOptions parse(List<String> words, Path defaultData, boolean terminal) throws Refusal {
        String name = "";
        Profile profile = Profile.PRODUCTION;
        Optional<Path> watch = Optional.empty();
        Path data = defaultData;
        String address = LOOPBACK;
        int http = DEFAULT_HTTP;
        Optional<Integer> https = Optional.empty();
        FeatureChoice features = FeatureChoice.DEFAULT;
        List<Path> repositories = new ArrayList<>();
        List<String> maven = new ArrayList<>();
        boolean console = terminal;
        OptionReader options = new OptionReader(words);
        while (options.next()) {
            switch (options.name()) {
                case "--maven" -> maven.add(address(options.value("ADDRESS")));
                case "--name" -> name = nodeName(options.value("NAME"));
                case "--profile" -> profile = Profile.of(options.value("production|lab"));
                case "--watch" -> watch = Optional.of(watchFile(options.value("FILE")));
                case "--data" -> data = path(options.value("DIR"));
                case "--http" -> {
                    String given = options.value("PORT");
                    address = address(given, LOOPBACK);
                    http = port("--http", given.substring(given.lastIndexOf(':') + 1));
                }
                case "--https" -> https = Optional.of(port("--https", options.value("PORT")));
                case "--features" -> features = FeatureChoice.parse(options.value("NAMES"));
                case "--repository" -> repositories.add(repository(options.value("DIR")));
                case "--console" -> console = options.flag(true);
                case "--no-console" -> console = options.flag(false);
                default ->
                    throw Refusal.usage("'run' does not know '" + options.name() + "'. It knows: " + ALLOWED + ".");
            }
        }
        String called = name.isEmpty() ? nodeName(data.getFileName().toString()) : name;
        return new NodeOptions(
                called, profile, watch, data, address, http, https, features, repositories, maven, console);
    }

    /** Numbers only: a name would be looked up, and might be somebody else tomorrow. */
    private static String address(String word, String otherwise) throws Refusal {
        int colon = word.lastIndexOf(':');
        if (colon < 0) return otherwise;
        String address = word.substring(0, colon);
        if (address.matches("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]+]")) return address;
        throw Refusal.usage(
                "'" + address + "' is no address: --http needs a port, or numbers as in 0.0.0.0:8484 or [::]:8484.");
    }

    private static Path path(String word) {
        return Path.of(word).toAbsolutePath().normalize();
    }

    private static String nodeName(String word) throws Refusal {
        if (!word.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw Refusal.usage("'" + word + "' is no name for a node: letters, digits, '.', '_' and '-', at most 63;"
                    + " give one with --name NAME.");
        }
        return word;
    }

    private static Path watchFile(String word) throws Refusal {
        Path file = path(word);
        if (Files.isDirectory(file)) {
            throw Refusal.failure("The watch file " + file + " is a directory.");
        }
        if (!Files.exists(file)) {
            throw Refusal.failure("There is no watch file " + file + ".");
        }
        if (!Files.isReadable(file)) {
            throw Refusal.failure("The watch file " + file + " cannot be read by this user.");
        }
        return file;
    }

    private static Path repository(String word) throws Refusal {
        Path directory = path(word);
        if (!Files.isDirectory(directory)) {
            throw Refusal.failure("There is no repository directory " + directory + ".");
        }
        return directory;
    }

    private static String address(String word) throws Refusal {
        if (word.matches("(https?://[^/@,\\s]+|file:)(/[^@,\\s]*)?")) return word;
        throw Refusal.usage(
                "'" + word.replaceFirst("//[^/]*@", "//…@") + "' is no address of a Maven repository: wanted"
                        + " is http://…, https://… or file:///…, without user and password.");
    }

    /** Features that come by what was asked for: fetching from a repository when there is one, the Workload API when it has work. */
    List<String> named(List<String> defaults) throws Refusal {
        List<String> names = new ArrayList<>(features.applyTo(defaults));
        if (names.contains("identity.embedded") && names.contains("identity.spire"))
            throw Refusal.usage("A node has its identity from one source: take identity.spire with"
                    + " '--features +identity.spire,-identity.embedded', or leave it out.");
        if (!maven.isEmpty() && !names.contains("feature.maven")) names.add("feature.maven");
        if (names.contains("identity.embedded") && !names.contains("identity.workloadapi") && namesWorkloads())
            names.add("identity.workloadapi");
        return names;
    }

    /** The Workload API takes some 100 MiB, so it comes with the first watch file that has an identity to give. */
    private boolean namesWorkloads() throws Refusal {
        if (watch.isEmpty()) return false;
        try {
            return IDENTITIES.matcher(Files.readString(watch.get())).find();
        } catch (IOException e) {
            throw Refusal.failure("The watch file " + watch.get() + " cannot be read: " + Words.of(e));
        }
    }

    private static int port(String option, String word) throws Refusal {
        try {
            int port = Integer.parseInt(word);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw Refusal.usage("'" + word + "' is no port: " + option + " needs 1 to 65535, or 0 for any free one.");
    }
}
