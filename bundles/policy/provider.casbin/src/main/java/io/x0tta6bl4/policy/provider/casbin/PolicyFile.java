package io.x0tta6bl4.policy.provider.casbin;

import io.x0tta6bl4.policy.api.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A policy file as it was read: rules when nothing is wrong with it, else findings.
 *
 * @param version first 12 hexadecimal digits of its SHA-256
 * @param findings {@code file:line: what is wrong and what to do}
 */
record PolicyFile(Path file, String version, List<Rule> rules, List<String> findings) {
    static final int SIZE_LIMIT = 1 << 20;
    static final int RULE_LIMIT = 10_000;
    private static final int FINDING_LIMIT = 50;
    private static final int FIELDS = 5;
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;
    private static final Pattern WHO = Pattern.compile(
            "\\*|spiffe://[a-z0-9._-]{1,255}((/(?!\\.{1,2}(/|$))[a-zA-Z0-9._-]+)*(/\\*{1,2})|(/(?!\\.{1,2}(/|$))[a-zA-Z0-9._-]+)+)");
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z][a-z0-9.-]{0,127}");
    private static final Pattern TARGET = Pattern.compile(
            "\\*|(command|console|element|http|channel):([^*\\s,\"]{1,2100}|([^*\\s,\"]{0,2100}[:/])?\\*)");

    /** Reads at most 1 MiB; whoever else can write the file could grant anything, so such a file is refused. */
    static PolicyFile read(Path file) {
        try {
            if (!Files.isRegularFile(file)) return refused(file, "there is no such file");
            String exposed = exposed(file);
            if (!exposed.isEmpty()) return refused(file, exposed);
            if (Files.size(file) > SIZE_LIMIT) return refused(file, "it is larger than " + SIZE_LIMIT + " bytes");
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            return refused(file, "it cannot be read: " + e);
        }
    }

    /** Who else could change the file, a link to it, or put another in its place; empty when nobody. */
    private static String exposed(Path file) throws IOException {
        Path real = file.toRealPath();
        if (writable(real)) return "others than its owner can write it; chmod go-w " + real;
        if (!ours(real)) return "it belongs to another user than the node's; chown it";
        for (Path directory : List.of(file.toAbsolutePath().getParent(), real.getParent())) {
            boolean sticky = (mode(directory) & STICKY) != 0;
            if (writable(directory) && !sticky)
                return "others can replace it, since they can write its directory; chmod go-w " + directory;
            if (!ours(directory)) return "its directory " + directory + " belongs to another user than the node's";
        }
        return "";
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    private static boolean writable(Path path) throws IOException {
        return (mode(path) & OTHERS_WRITE) != 0;
    }

    /** Of the user that the node runs as, or of root. */
    private static boolean ours(Path path) throws IOException {
        Object owner = Files.getAttribute(path, "unix:uid");
        Path self = Path.of("/proc/self");
        if (owner.equals(0)) return true;
        return Files.exists(self)
                ? owner.equals(Files.getAttribute(self, "unix:uid"))
                : Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }

    private static PolicyFile refused(Path file, String why) {
        return new PolicyFile(file, "", List.of(), List.of(file + ":1: " + why));
    }

    static PolicyFile parse(Path file, byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return refused(file, "it is no text in UTF-8");
        }
        List<Rule> rules = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) continue;
            String wrong = rule(number, line, rules);
            if (!wrong.isEmpty() && findings.size() < FINDING_LIMIT) findings.add(file + ":" + number + ": " + wrong);
        }
        if (findings.isEmpty() && rules.isEmpty())
            findings.add(file + ":1: it has no rule, so nobody could do anything");
        return new PolicyFile(file, version(octets), findings.isEmpty() ? List.copyOf(rules) : List.of(), findings);
    }

    /** Adds the rule, or says what is wrong with it. */
    private static String rule(int number, String line, List<Rule> rules) {
        String[] fields = line.split(",", -1);
        for (int i = 0; i < fields.length; i++) fields[i] = fields[i].strip();
        if (fields.length != FIELDS || !fields[0].equals("p"))
            return "a rule is 'p, who, action, target, allow' or the same with deny; found '" + shown(line) + "'";
        if (!WHO.matcher(fields[1]).matches())
            return "'" + shown(fields[1])
                    + "' is no SPIFFE ID (spiffe://trust-domain/path), none that ends in /* or /**," + " and not *";
        if (!ACTION.matcher(fields[2]).matches())
            return "'" + shown(fields[2]) + "' is no action (small letters, digits, '.', '-') and not *";
        if (!TARGET.matcher(fields[3]).matches())
            return "'" + shown(fields[3])
                    + "' is no target: command:…, console:…, element:…, http:… or channel:…, with *"
                    + " only as a whole last part, or * alone";
        if (!fields[4].equals("allow") && !fields[4].equals("deny"))
            return "'" + shown(fields[4]) + "' is neither allow nor deny";
        if (rules.size() >= RULE_LIMIT) return "a file has at most " + RULE_LIMIT + " rules";
        rules.add(new Rule(number, fields[1], fields[2], fields[3], fields[4].equals("allow")));
        return "";
    }

    private static String shown(String found) {
        String plain = found.strip().replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
    }

    private static String version(byte[] octets) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(octets))
                    .substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
