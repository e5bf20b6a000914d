package io.x0tta6bl4.knowledge.api.element;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which processes get which identity: all that is said about a process must be so.
 *
 * @param path of the identity in the node's own trust domain, for example {@code /web}
 * @param element the process is that of this element, or descends from it
 * @param user number of the operating-system user it runs as, 0 or more
 * @param program absolute path of its program, after links were followed
 * @param digest SHA-256 of its program, 64 hexadecimal digits in lower case
 */
public record Registration(
        String path, Optional<ElementId> element, OptionalInt user, Optional<Path> program, Optional<String> digest) {
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int LIMIT = 1_000;

    /** @throws IllegalArgumentException when it is none; the message says why */
    public Registration {
        Objects.requireNonNull(user, "user");
        requirePath(path);
        program.filter(file -> !file.isAbsolute()).ifPresent(file -> {
            throw new IllegalArgumentException("the program " + file + " is not absolute");
        });
        digest.filter(text -> !DIGEST.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException("'" + text + "' is no SHA-256; write its 64 digits in lower case");
        });
        if (element.isEmpty() && program.isEmpty() && digest.isEmpty())
            throw new IllegalArgumentException("the identity " + path
                    + " needs an element, a program or a digest; a user alone is everybody's shell");
    }

    static void requirePath(String path) {
        if (path.length() > LIMIT || !PATH.matcher(path).matches())
            throw new IllegalArgumentException("'" + path + "' is no path of an identity; write for example /web");
    }
}
