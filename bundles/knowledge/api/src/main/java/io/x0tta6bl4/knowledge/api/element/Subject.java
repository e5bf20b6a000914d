package io.x0tta6bl4.knowledge.api.element;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an element is; decides which sensors look at it and which actions can mend it.
 *
 * <p>More than 250 lines: a sealed family stands in one file, each kind with its checks.
 */
public sealed interface Subject {

    /** The kind in the words of the watch file. */
    String kind();

    /** When a process that has ended is to run again. */
    enum Restart {
        ALWAYS,
        ON_FAILURE,
        NEVER;

        /** Whether a process that ended is to run again; {@code ending} is what was seen of its end, {@code … exit code 0}. */
        public boolean again(String ending) {
            return switch (this) {
                case ALWAYS -> true;
                case ON_FAILURE -> !ending.endsWith("exit code 0");
                case NEVER -> false;
            };
        }
    }

    /**
     * A process of the operating system that this node starts and keeps.
     *
     * @param command program and arguments, at least the program
     * @param directory working directory, absolute
     * @param environment added to the node's own environment
     * @param configuration files the process reads, absolute; the node keeps their last content that worked
     * @param restart when it is to run again after it ended
     * @param startLimit within which it must be healthy after a start
     * @param stopLimit which it has to end after a polite request, before it is killed
     */
    record Process(
            List<String> command,
            Path directory,
            Map<String, String> environment,
            List<Path> configuration,
            Restart restart,
            Duration startLimit,
            Duration stopLimit)
            implements Subject {
        public Process {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            configuration = List.copyOf(configuration);
            Objects.requireNonNull(restart, "restart");
            if (command.isEmpty()) throw new IllegalArgumentException("a process needs a command");
            if (!directory.isAbsolute()) throw new IllegalArgumentException(directory + " is not absolute");
            if (!startLimit.isPositive() || !stopLimit.isPositive())
                throw new IllegalArgumentException("limits of a process are longer than zero");
        }

        /**
         * A digest (SHA-256, hexadecimal) of what a start of it goes by: command, directory and environment. Two descriptions
         * with the same digest start the same process.
         */
        public String fingerprint() {
            StringBuilder text = new StringBuilder();
            command.forEach(word -> text.append(word).append('\0'));
            text.append('\0').append(directory).append('\0');
            new TreeMap<>(environment)
                    .forEach((name, value) ->
                            text.append(name).append('=').append(value).append('\0'));
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(text.toString().getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public String kind() {
            return "process";
        }
    }

    /** Something that is only reached over the network; the node cannot restart it, but it may call a hook. */
    record Endpoint() implements Subject {
        @Override
        public String kind() {
            return "endpoint";
        }
    }

    /** A bundle of this framework, by symbolic name. */
    record Bundle(String symbolicName) implements Subject {
        public Bundle {
            if (symbolicName.isBlank()) throw new IllegalArgumentException("a bundle needs a symbolic name");
        }

        @Override
        public String kind() {
            return "bundle";
        }
    }

    /** A component of Declarative Services in a bundle of this framework. */
    record Component(String symbolicName, String name) implements Subject {
        @Override
        public String kind() {
            return "component";
        }
    }

    /** A feature of this node whose last change is under observation, by its short name. */
    record Feature(String name) implements Subject {
        public Feature {
            if (name.isBlank()) throw new IllegalArgumentException("a feature needs a name");
        }

        @Override
        public String kind() {
            return "feature";
        }
    }

    /**
     * A workload of a Kubernetes cluster, whose pods its controller keeps.
     *
     * @param controller which controller keeps it
     * @param namespace where it lives
     * @param name its name there
     * @param scale between which numbers of replicas it may be scaled; empty: it never is
     * @param startLimit within which its pods must be ready after a change
     */
    record Workload(Controller controller, String namespace, String name, Optional<Scale> scale, Duration startLimit)
            implements Subject {

        /** The controllers of a cluster that keep pods running, by their kind in its API. */
        public enum Controller {
            DEPLOYMENT("Deployment"),
            STATEFUL_SET("StatefulSet"),
            DAEMON_SET("DaemonSet");

            private final String word;

            Controller(String word) {
                this.word = word;
            }

            /** Its kind in the words of the API. */
            public String word() {
                return word;
            }
        }

        /**
         * Bounds of a number of replicas, both included.
         *
         * @param least at least 0
         * @param most at least {@code least}, at most 10,000
         */
        public record Scale(int least, int most) {
            public Scale {
                if (least < 0 || most < least || most > 10_000)
                    throw new IllegalArgumentException(
                            "need 0 <= least <= most <= 10000 replicas, got " + least + " and " + most);
            }
        }

        public Workload {
            Objects.requireNonNull(controller, "controller");
            Objects.requireNonNull(scale, "scale");
            requireClusterName(namespace);
            requireClusterName(name);
            if (controller == Controller.DAEMON_SET && scale.isPresent())
                throw new IllegalArgumentException("a DaemonSet has a pod on each node and is not scaled");
            if (!startLimit.isPositive())
                throw new IllegalArgumentException("the start limit of a workload is longer than zero");
        }

        @Override
        public String kind() {
            return "workload";
        }
    }

    /** A pod of a Kubernetes cluster. */
    record Pod(String namespace, String name) implements Subject {
        public Pod {
            requireClusterName(namespace);
            requireClusterName(name);
        }

        @Override
        public String kind() {
            return "pod";
        }
    }

    /** A machine of a Kubernetes cluster, which its API calls a node. */
    record ClusterNode(String name) implements Subject {
        public ClusterNode {
            requireClusterName(name);
        }

        @Override
        public String kind() {
            return "cluster-node";
        }
    }

    /** The names of objects of a cluster are those of DNS (RFC 1123), so that no name can be a path. */
    private static void requireClusterName(String name) {
        if (name.length() > 253 || !name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || name.contains(".."))
            throw new IllegalArgumentException("'" + name
                    + "' is no name in a cluster: use up to 253 lower-case letters, digits, - and ., beginning and"
                    + " ending with a letter or digit");
    }

    /** The machine the node runs on. */
    record Host() implements Subject {
        @Override
        public String kind() {
            return "host";
        }
    }

    /** What this node's trust rests on: one element for each part of it. */
    record Identity(Part part) implements Subject {

        /** A part of the node's trust. */
        public enum Part {
            /** The SVID that says who this node is. */
            SVID,
            /** Whoever issues it: the authority on this node, or an agent elsewhere. */
            AUTHORITY,
            /** The trust bundles of other trust domains. */
            BUNDLES,
            KEY_STORE,
            /** The wall clock, by which certificates are judged. */
            CLOCK,
            /** Those at the other end of the secure channel. */
            PEERS
        }

        public Identity {
            Objects.requireNonNull(part, "part");
        }

        @Override
        public String kind() {
            return "identity";
        }
    }

    /**
     * A certificate in a file, which a program shows to others.
     *
     * @param file absolute; PEM, the leaf first
     * @param svid the path of the SPIFFE ID in this node's trust domain as which the node renews it when nobody else did, as
     *     {@code /shop}; empty: it is only looked at
     */
    record Certificate(Path file, String svid) implements Subject {
        public Certificate {
            if (!file.isAbsolute() || file.getFileName() == null)
                throw new IllegalArgumentException(file + " is not the absolute path of a file");
            if (!svid.isEmpty()) Registration.requirePath(svid);
        }

        @Override
        public String kind() {
            return "certificate";
        }
    }
}
