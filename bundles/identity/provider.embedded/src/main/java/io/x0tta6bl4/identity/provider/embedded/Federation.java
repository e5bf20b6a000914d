package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bundles of other trust domains: files {@code <trust domain>.json} in one folder. The name of a file says for whom it vouches; what
 * is in it does not. A file that goes away takes its trust domain with it. One that cannot be read, or whose sequence goes back, is a
 * trouble, and what was read from it before stays in force.
 */
final class Federation {
    private static final int FILE_LIMIT = 1_000;
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final TrustDomain own;
    private final Map<TrustDomain, Look> looks = new TreeMap<>();
    private volatile Map<TrustDomain, TrustBundle> bundles = Map.of();
    private volatile List<String> troubles = List.of();

    /** What a file was like when it was read. */
    private record Look(FileTime modified, long size, Optional<String> trouble) {}

    Federation(Path folder, TrustDomain own) {
        this.folder = folder;
        this.own = own;
    }

    Map<TrustDomain, TrustBundle> bundles() {
        return bundles;
    }

    /** What is wrong with which file. */
    List<String> troubles() {
        return troubles;
    }

    /** Looks at the files; whether a bundle changed. */
    synchronized boolean look() {
        Map<TrustDomain, TrustBundle> next = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Path file : files(wrong)) look(file, next, wrong);
        looks.keySet().removeIf(domain -> !Files.exists(folder.resolve(domain + SUFFIX)));
        troubles = List.copyOf(wrong);
        boolean changed = !next.equals(bundles);
        if (changed) bundles = Map.copyOf(next);
        return changed;
    }

    private List<Path> files(List<String> wrong) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) return files;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : found) if (files.size() < FILE_LIMIT) files.add(file);
        } catch (IOException e) {
            wrong.add("the folder " + folder + " cannot be read: " + e.getMessage());
        }
        return files;
    }

    private void look(Path file, Map<TrustDomain, TrustBundle> next, List<String> wrong) {
        String name = file.getFileName().toString();
        try {
            TrustDomain domain = new TrustDomain(name.substring(0, name.length() - SUFFIX.length()));
            // a named pipe or a device could hold up whoever reads it for ever
            if (!Files.isRegularFile(file)) throw new IllegalArgumentException("it is no regular file; remove it");
            if (domain.equals(own)) throw new IllegalArgumentException("it is this node's own trust domain; remove it");
            TrustBundle before = bundles.get(domain);
            Look known = looks.get(domain);
            FileTime modified = Files.getLastModifiedTime(file);
            if (known != null && known.modified().equals(modified) && known.size() == Files.size(file)) {
                known.trouble().ifPresent(wrong::add);
                if (before != null) next.put(domain, before);
                return;
            }
            Optional<String> trouble = read(file, domain, before, next);
            trouble.ifPresent(wrong::add);
            looks.put(domain, new Look(modified, Files.size(file), trouble));
        } catch (IOException | IllegalArgumentException e) {
            wrong.add("the bundle " + file + " is not used: " + e.getMessage());
        }
    }

    private static Optional<String> read(
            Path file,
            TrustDomain domain,
            @org.jspecify.annotations.Nullable TrustBundle before,
            Map<TrustDomain, TrustBundle> next)
            throws IOException {
        try {
            if (Files.size(file) > BundleReader.LIMIT) throw new IllegalArgumentException("it is too large");
            TrustBundle read = BundleReader.read(domain, Files.readAllBytes(file));
            if (before != null
                    && before.sequence().isPresent()
                    && read.sequence().orElse(-1) < before.sequence().getAsLong())
                throw new IllegalArgumentException("its sequence " + read.sequence() + " goes back from "
                        + before.sequence().getAsLong());
            next.put(domain, read);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            if (before != null) next.put(domain, before);
            return Optional.of("the bundle " + file + " is not used: " + e.getMessage()
                    + (before == null ? "" : "; the one read before stays in force"));
        }
    }
}
