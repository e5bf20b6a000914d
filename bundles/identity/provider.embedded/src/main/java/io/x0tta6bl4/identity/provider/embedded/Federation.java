package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.ForeignBundles.Outcome;
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
import org.jspecify.annotations.Nullable;

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

    /** A document that somebody fetched becomes the file of its trust domain, in one step; what is refused leaves the file as it is. Look before. */
    synchronized Outcome take(TrustDomain domain, byte[] document) {
        @Nullable TrustBundle before = bundles.get(domain);
        Path file = folder.resolve(domain + SUFFIX);
        try {
            if (domain.equals(own)) throw new IllegalArgumentException("it is for this node's own trust domain");
            if (before == null && !Files.exists(file) && looks.size() >= FILE_LIMIT)
                throw new IllegalArgumentException("there are " + FILE_LIMIT + " bundles, that is the limit");
            TrustBundle read = Fetched.read(domain, document);
            older(before, read).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            if (read.equals(before)) return new Outcome.Taken(read, false);
            Fetched.keep(file, document);
            looks.remove(domain);
            look();
            return bundles.containsKey(domain)
                    ? new Outcome.Taken(bundles.get(domain), true)
                    : new Outcome.Refused("it was kept as " + file + " and cannot be read there");
        } catch (IOException | IllegalArgumentException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    /** A bundle may say no sequence only in the place of one that says none either. */
    private static Optional<String> older(@Nullable TrustBundle before, TrustBundle read) {
        return before != null
                        && before.sequence().isPresent()
                        && read.sequence().orElse(-1) < before.sequence().getAsLong()
                ? Optional.of("its sequence " + read.sequence() + " goes back from "
                        + before.sequence().getAsLong())
                : Optional.empty();
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
            Path file, TrustDomain domain, @Nullable TrustBundle before, Map<TrustDomain, TrustBundle> next)
            throws IOException {
        try {
            if (Files.size(file) > BundleReader.LIMIT) throw new IllegalArgumentException("it is too large");
            TrustBundle read = BundleReader.read(domain, Files.readAllBytes(file));
            older(before, read).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            next.put(domain, read);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            if (before != null) next.put(domain, before);
            return Optional.of("the bundle " + file + " is not used: " + e.getMessage()
                    + (before == null ? "" : "; the one read before stays in force"));
        }
    }
}
