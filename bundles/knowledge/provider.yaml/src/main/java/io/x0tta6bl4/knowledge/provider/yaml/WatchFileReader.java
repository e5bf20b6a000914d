package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.provider.yaml.Values.Given;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a watch file: either all of it is right, or it is refused with everything that is wrong. */
final class WatchFileReader {
    static final int SIZE_LIMIT = 1 << 20;

    private WatchFileReader() {}

    /** Reads the file from disk. */
    static WatchFile read(Path file) {
        Path absolute = file.toAbsolutePath();
        Path base = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        return parse(file.toString(), bytes(file), Surroundings.of(base));
    }

    /** The bytes of the file; at most {@value #SIZE_LIMIT}. */
    static byte[] bytes(Path file) {
        if (Files.notExists(file)) throw refused(file, "the file does not exist; give a path with --watch");
        if (!Files.isRegularFile(file)) throw refused(file, "is no file; a watch file is a file in YAML or JSON");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SIZE_LIMIT + 1);
            if (bytes.length > SIZE_LIMIT) throw refused(file, "is larger than 1 MiB; split it over several nodes");
            return bytes;
        } catch (IOException e) {
            throw refused(
                    file,
                    "cannot be read: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Judges the content of a file. */
    static WatchFile parse(String name, byte[] bytes, Surroundings surroundings) {
        Problems problems = new Problems();
        Optional<WatchFile> file = text(bytes, problems).flatMap(text -> judge(text, surroundings, problems));
        if (!problems.none()) throw new WatchFileRefused(name, problems.errors());
        return file.orElseThrow();
    }

    private static WatchFileRefused refused(Path file, String text) {
        return new WatchFileRefused(file.toString(), List.of(new Problem(Place.START, text)));
    }

    private static Optional<String> text(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
        String text = out.flip().toString();
        if (!result.isError()) return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        problems.error(Place.of(text, text.length()), "bytes that are not UTF-8; save the file as UTF-8");
        return Optional.empty();
    }

    private static Optional<WatchFile> judge(String text, Surroundings surroundings, Problems problems) {
        Optional<Tree> tree = TreeReader.read(text, problems);
        boolean nothing =
                tree.map(t -> t instanceof Tree.Scalar s && s.isNothing()).orElse(problems.none());
        if (nothing) problems.error(Place.START, "the file is empty; a watch file begins for example with 'elements:'");
        if (nothing || tree.isEmpty()) return Optional.empty();
        return new Checker(problems)
                .check(tree.get(), WatchSchema.ROOT, "watch file")
                .map(root -> file((Values) root, surroundings, problems));
    }

    private static WatchFile file(Values root, Surroundings surroundings, Problems problems) {
        Map<String, Given> named = root.named("elements");
        new DependencyCheck(named, problems).run();
        ElementReader reader = new ElementReader(surroundings, problems);
        List<Element> elements = new ArrayList<>();
        named.forEach((name, given) -> reader.read(name, (Values) given.value()).ifPresent(elements::add));
        Policy policy = new PolicyReader(surroundings, problems).read(root);
        if (problems.none()) doubtfulClasses(root, elements, problems);
        List<Registration> registrations = new RegistrationReader(named.keySet(), problems).read(root);
        return new WatchFile(
                root.get("node", String.class), List.copyOf(elements), policy, registrations, problems.warnings());
    }

    /** A class that nobody has is most likely a slip, but discovered elements may bring classes of their own. */
    private static void doubtfulClasses(Values root, List<Element> elements, Problems problems) {
        Set<String> known = new HashSet<>(WatchSchema.SUBJECTS);
        elements.forEach(element -> known.add(element.elementClass()));
        root.table("brakes").ifPresent(brakes -> {
            brakes.table("blast-radius")
                    .ifPresent(brake -> brake.named("minimum-serving")
                            .forEach((name, given) -> doubt(name, given.keyPlace(), known, problems)));
            for (String key : List.of("dry-run", "approval"))
                brakes.table(key).ifPresent(brake -> doubts(brake, known, problems));
            brakes.table("maintenance").stream()
                    .flatMap(brake -> brake.list("windows", Values.class).stream())
                    .forEach(window -> doubts(window, known, problems));
        });
    }

    private static void doubts(Values values, Set<String> known, Problems problems) {
        for (Given item : values.items("classes")) doubt((String) item.value(), item.place(), known, problems);
    }

    private static void doubt(String name, Place place, Set<String> known, Problems problems) {
        if (!known.contains(name))
            problems.warn(place, "no element of this file is of class '" + name + "'" + problems.hint(name, known));
    }
}
