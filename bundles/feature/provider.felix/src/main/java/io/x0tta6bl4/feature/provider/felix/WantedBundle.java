package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.provider.felix.text.Tree;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A bundle that a feature wants.
 *
 * @param coordinates which
 * @param startLevel 1 to 100
 * @param stopFirst whether the old version has to stop before the new one starts, since both need the same thing
 * @param waits whether the new version, started beside the old one, waits by itself until that has ended
 * @param sha256 of its bytes in hexadecimal, when the feature says
 */
record WantedBundle(
        Coordinates coordinates, int startLevel, boolean stopFirst, boolean waits, Optional<String> sha256) {
    /** Where a bundle starts that does not say when. */
    static final int DEFAULT_START_LEVEL = 30;

    static final int LAST_START_LEVEL = 100;

    /** Names of the start level: ours, and what others write. */
    private static final List<String> LEVELS = List.of("bundleStartLevel", "start-order", "start-level", "startLevel");

    /** Of an MD5 in hexadecimal. */
    private static final int SHORTEST_DIGEST = 32;

    private static final List<String> DIGESTS = List.of("sha256", "sha-256", "SHA-256", "hash");

    static List<WantedBundle> all(Tree bundles) throws WrongText {
        if (!bundles.isArray()) throw bundles.wrong("'bundles' has to be an array");
        List<WantedBundle> all = new ArrayList<>();
        Set<Coordinates> seen = new HashSet<>();
        for (Tree item : bundles.items()) {
            WantedBundle bundle = of(item);
            if (!seen.add(bundle.coordinates()))
                throw item.wrong("the bundle " + bundle.coordinates() + " is there twice");
            all.add(bundle);
        }
        return List.copyOf(all);
    }

    private static WantedBundle of(Tree item) throws WrongText {
        if (item.isString()) return new WantedBundle(id(item), DEFAULT_START_LEVEL, false, false, Optional.empty());
        Tree id = item.member("id").orElseThrow(() -> item.wrong("a bundle is a text, or an object with an \"id\""));
        return new WantedBundle(id(id), level(item), says(item, "x0-stop-first"), says(item, "x0-waits"), digest(item));
    }

    private static boolean says(Tree item, String name) {
        return item.member(name).map(t -> t.text().equals("true")).orElse(false);
    }

    private static Coordinates id(Tree id) throws WrongText {
        if (!id.isString()) throw id.wrong("the id of a bundle is a text, group:artifact:version");
        try {
            return Coordinates.parse(id.text());
        } catch (IllegalArgumentException e) {
            throw id.wrong(e.getMessage());
        }
    }

    private static int level(Tree item) throws WrongText {
        for (String name : LEVELS) {
            Tree level = item.members().get(name);
            if (level == null) continue;
            try {
                int value = Integer.parseInt(level.text());
                // In the order of others 0 says nothing.
                if (value == 0 && !name.equals("bundleStartLevel")) continue;
                if (value >= 1 && value <= LAST_START_LEVEL) return value;
            } catch (NumberFormatException e) {
                // said below, as for a number out of range
            }
            throw level.wrong("'" + name + "' is " + level.text() + ", it has to be 1 to " + LAST_START_LEVEL);
        }
        return DEFAULT_START_LEVEL;
    }

    private static Optional<String> digest(Tree item) throws WrongText {
        for (String name : DIGESTS) {
            Tree digest = item.members().get(name);
            if (digest == null) continue;
            if (ofOthers(name, digest)) continue;
            String hex = digest.text().toLowerCase(Locale.ROOT).replaceFirst("^sha-?256:", "");
            if (!hex.matches("[0-9a-f]{64}"))
                throw digest.wrong("'" + name + "' has to be a SHA-256 in 64 hexadecimal digits");
            return Optional.of(hex);
        }
        return Optional.empty();
    }

    /** The standard leaves {@code hash} to whoever writes it, and shows one that is too short for a digest. */
    private static boolean ofOthers(String name, Tree digest) {
        return name.equals("hash") && digest.text().length() < SHORTEST_DIGEST;
    }

    /** What of these bundles is passed over, with its line. */
    static List<String> passedOver(Tree bundles) {
        List<String> notes = new ArrayList<>();
        for (Tree item : bundles.items()) {
            Tree hash = item.members().get("hash");
            if (hash != null && ofOthers("hash", hash))
                notes.add("line " + hash.line() + ": the hash '" + hash.text() + "' is no SHA-256 and is not checked");
        }
        return notes;
    }
}
