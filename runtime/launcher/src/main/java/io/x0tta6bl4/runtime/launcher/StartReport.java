package io.x0tta6bl4.runtime.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person sees when a node has started. */
final class StartReport {

    private final NodeOptions options;
    private final OwnFeatures own;
    private final int port;

    StartReport(NodeOptions options, OwnFeatures own, int port) {
        this.options = options;
        this.own = own;
        this.port = port;
    }

    void print(Node node) {
        List<String> complaints = node.complaints();
        line(
                "node",
                options.name() + " (" + options.profile().word() + ", pid "
                        + ProcessHandle.current().pid() + ")");
        line("data", options.data().toString());
        line("watch", options.watch().map(Object::toString).orElse("nothing: no --watch FILE"));
        line("health", "http://" + options.address() + ":" + port + "/health/ready");
        options.https()
                .ifPresent(
                        https -> line("secure", "port " + https + ": callers need an SVID and a rule of the policy"));
        line(
                "bundles",
                complaints.isEmpty() ? node.size() + ", all started" : node.size() + ", not all run, see below");
        if (!own.none()) line("features", "changed on this node: " + changed());
        age().ifPresent(age -> line("started", "in " + age.toMillis() + " ms"));
        line("speak", "x0 exec --data " + options.data() + " 'readiness:show'");
        System.out.flush();
        complaints.forEach(complaint -> System.err.println("x0: " + complaint));
    }

    private String changed() {
        List<String> words = new ArrayList<>();
        own.installed().forEach(feature -> words.add("+" + feature.name()));
        own.removed().forEach(name -> words.add("-" + name));
        return String.join(" ", words);
    }

    private static void line(String name, String value) {
        System.out.println((name + "        ").substring(0, 9) + value);
    }

    /**
     * Since bin/x0 was called, which says when in microseconds; absent when it did not. The start time that the
     * operating system gives is off by up to a second.
     */
    private static Optional<Duration> age() {
        String begun = System.getProperty("x0.begun", "").replaceAll("\\D", "");
        if (begun.length() < 16) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(Instant.EPOCH, Instant.now()).minusNanos(Long.parseLong(begun) * 1000));
    }
}
