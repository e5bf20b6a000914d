package io.x0tta6bl4.runtime.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a running node carry out one console command, through the socket in its data directory that only the same user
 * can open. Knows no library, so that it starts fast.
 */
public final class ExecClient {

    /** A frame longer than this is no answer of a node. In bytes. */
    private static final int FRAME_LIMIT = 16 << 20;

    private ExecClient() {}

    /** {@code exec|feature|rag|backup|readiness|status|incidents [--data DIR] WORDS…}; ends with the exit code of the command. */
    public static void main(String[] words) {
        try {
            System.exit(run(List.of(words), System.out, System.err));
        } catch (Refusal refusal) {
            System.err.println("x0: " + refusal.getMessage());
            System.exit(refusal.exitCode());
        }
    }

    static int run(List<String> words, PrintStream out, PrintStream err) throws Refusal {
        Path data = DefaultData.directory();
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        if (!rest.isEmpty() && rest.getFirst().startsWith("--data")) {
            OptionReader option = new OptionReader(rest);
            option.next();
            if (!option.name().equals("--data")) {
                throw Refusal.usage(
                        "'" + words.getFirst() + "' does not know '" + option.name() + "', it knows --data DIR.");
            }
            data = Path.of(option.value("DIR")).toAbsolutePath().normalize();
            rest = rest.subList(rest.getFirst().contains("=") ? 1 : 2, rest.size());
        }
        if (words.getFirst().equals("incidents") && rest.contains("--html")) {
            return html(data, rest, out, err);
        }
        String command = command(words.getFirst(), rest);
        int exit = ask(data, request(command, List.of("rag", "backup").contains(words.getFirst())), out, err);
        if (exit == 0 && words.getFirst().equals("backup")) {
            requireSeen(Path.of(rest.getFirst()).toAbsolutePath().normalize());
        }
        return exit;
    }

    /** The node writes a backup, and what it calls /tmp may be a directory of its own. */
    private static void requireSeen(Path backup) throws Refusal {
        if (!Files.exists(backup)) {
            throw Refusal.failure(
                    "The node wrote " + backup + " where only it sees it: as a service or in a container it has"
                            + " directories of its own, /tmp among them. Name a place that both see.");
        }
    }

    /** {@code --html FILE [ID]}: the file is written here, where its user is, and only when the whole page came. */
    private static int html(Path data, List<String> words, PrintStream out, PrintStream err) throws Refusal {
        if (words.size() < 2 || words.size() > 3 || !words.getFirst().equals("--html")) {
            throw Refusal.usage("The report is asked for by: x0 incidents [--data DIR] --html FILE [ID].");
        }
        Path file = Path.of(words.get(1)).toAbsolutePath().normalize();
        String command = "incident:html" + (words.size() == 3 ? " " + words.get(2) : "");
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        int exit = ask(data, request(command, false), new PrintStream(page, false, StandardCharsets.UTF_8), err);
        if (exit != 0) {
            return exit;
        }
        try {
            Files.write(file, page.toByteArray());
        } catch (IOException e) {
            throw Refusal.failure("The report could not be written to " + file + ": " + Words.of(e));
        }
        out.println("Wrote " + file + ", " + page.size() + " bytes.");
        return 0;
    }

    static String command(String verb, List<String> words) throws Refusal {
        String arguments = words.isEmpty() ? "" : " " + String.join(" ", words);
        return switch (verb) {
            case "readiness" -> "readiness:show" + arguments;
            case "status" -> "loop:status" + arguments;
            case "incidents" -> "incident:list" + arguments;
            case "feature" -> feature(words);
            case "rag" -> RagClient.command(words);
            case "backup" -> backup(words);
            default -> {
                if (words.isEmpty()) {
                    throw Refusal.usage("'exec' needs a command: x0 exec [--data DIR] 'element:list'.");
                }
                yield arguments.strip();
            }
        };
    }

    private static String backup(List<String> words) throws Refusal {
        if (words.size() != 1 || words.getFirst().startsWith("-")) {
            throw Refusal.usage("A backup is asked for by: x0 backup [--data DIR] FILE.");
        }
        return "node:backup "
                + RagClient.quoted(
                        Path.of(words.getFirst()).toAbsolutePath().normalize().toString());
    }

    /** Names of files become absolute: the node runs in another directory than its user. */
    private static String feature(List<String> words) throws Refusal {
        if (words.isEmpty()) {
            throw Refusal.usage("'feature' needs list, info, plan, install, update, uninstall, revert or history;"
                    + " keygen, sign and verify work without a node.");
        }
        StringBuilder command = new StringBuilder("feature:").append(words.getFirst());
        for (String word : words.subList(1, words.size())) {
            boolean file = !word.startsWith("-") && (word.contains("/") || word.endsWith(".json"));
            String given = file ? Path.of(word).toAbsolutePath().normalize().toString() : word;
            if (given.contains("'") || given.contains("\n")) {
                throw Refusal.usage("'" + given + "' has a quote or a line break, which a command cannot carry.");
            }
            command.append(" '").append(given).append('\'');
        }
        return command.toString();
    }

    private static int ask(Path data, String request, PrintStream out, PrintStream err) throws Refusal {
        Path socket = data.resolve("exec.sock");
        if (!Files.exists(socket)) {
            throw noNode(data, "there is no " + socket);
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            send(channel, request);
            return receive(new DataInputStream(Channels.newInputStream(channel)), out, err);
        } catch (EOFException e) {
            throw Refusal.failure("The node in " + data + " ended the connection before the command had ended.");
        } catch (IOException e) {
            throw noNode(data, "nobody answers on " + socket + ": " + Words.of(e));
        }
    }

    private static Refusal noNode(Path data, String why) {
        return Refusal.failure("No node runs in " + data + " (" + why + "). Start one with 'x0 run', or name the data"
                + " directory of the one you mean with --data DIR or X0_DATA.");
    }

    private static void send(SocketChannel channel, String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static int receive(DataInputStream in, PrintStream out, PrintStream err) throws IOException, Refusal {
        while (true) {
            int type = in.readUnsignedByte();
            int length = in.readInt();
            if (length < 0 || length > FRAME_LIMIT) {
                throw Refusal.failure(
                        "The node answered with a frame of " + length + " bytes; it is not of this version.");
            }
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException();
            }
            switch (type) {
                case 'o' -> write(out, payload);
                case 'e' -> write(err, payload);
                case 'x' -> {
                    return ByteBuffer.wrap(payload).getInt();
                }
                default -> throw Refusal.failure("The node answered with a frame of the unknown type " + type + ".");
            }
        }
    }

    private static void write(PrintStream stream, byte[] payload) {
        stream.write(payload, 0, payload.length);
        stream.flush();
    }

    static String request(String command, boolean patient) {
        return "{\"command\": \"" + escaped(command) + "\", \"columns\": " + Integer.getInteger("x0.columns", 0)
                + ", \"color\": " + Boolean.getBoolean("x0.color") + (patient ? ", \"patient\": true}" : "}");
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16);
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.toString();
    }
}
