package io.x0tta6bl4.feature.provider.maven;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;

/** The repositories that are asked, in the order they are named. */
final class Repositories {
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    private Repositories() {}

    /** Refuses what is no address of a repository: with its user and password it would stand in logs and answers. */
    static List<URI> parse(List<String> texts) {
        List<URI> all = new ArrayList<>();
        for (String text : texts) if (!text.isBlank()) all.add(address(text.strip()));
        return List.copyOf(all);
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getUserInfo() == null) return uri;
        } catch (URISyntaxException e) {
            // said below, as for an address of another kind
        }
        throw new IllegalArgumentException("'" + text.replaceFirst("//[^/]*@", "//…@")
                + "' is no address of a Maven repository: wanted is http://…, https://… or file:///…, without user and"
                + " password");
    }

    /** With an id of its own, so that what was fetched from one place is never taken for what another has. */
    static RemoteRepository remote(URI address) {
        String id = address.toString().replaceAll("[^A-Za-z0-9.-]+", "_");
        RepositoryPolicy policy = new RepositoryPolicy(
                true, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        return new RemoteRepository.Builder(id, "default", address.toString())
                .setPolicy(policy)
                .build();
    }
}
