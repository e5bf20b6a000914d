package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From where the bundle of another trust domain is fetched, and how the endpoint proves who it is (SPIFFE Federation, section 5.1). All
 * of it is said by whoever runs the node; nothing is taken from what an endpoint sends.
 *
 * @param domain for whom the bundle vouches
 */
record Relationship(TrustDomain domain, URI url, Profile profile) {
    /** The most of them on one node. */
    static final int LIMIT = 100;

    private static final int WORDS = 5;

    /** How the endpoint is authenticated. */
    sealed interface Profile {
        /** {@code https_web}: by a certificate of a public authority, for the host of the address. */
        record Web() implements Profile {}

        /**
         * {@code https_spiffe}: by an X509-SVID.
         *
         * @param endpoint the one name that is accepted
         * @param bootstrap a file with the bundle for the first time; only where the endpoint is of the trust domain whose bundle it serves
         */
        record Spiffe(SpiffeId endpoint, Optional<Path> bootstrap) implements Profile {
            public Spiffe {
                if (endpoint.path().isEmpty())
                    throw new IllegalArgumentException(
                            "'" + endpoint + "' has no path; an endpoint shows an X509-SVID, which has one");
            }
        }
    }

    Relationship {
        EndpointUrl.objection(url).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        if (profile instanceof Profile.Spiffe spiffe
                && spiffe.bootstrap().isPresent()
                && !spiffe.endpoint().memberOf(domain))
            throw new IllegalArgumentException("the endpoint " + spiffe.endpoint() + " is not of " + domain
                    + ", so a first bundle of " + domain
                    + " proves nothing of it; leave the file out and name an endpoint"
                    + " of " + spiffe.endpoint().trustDomain() + " too, or put its bundle into the folder of bundles");
    }

    /** @throws IllegalArgumentException when a line is none, or a trust domain is there twice */
    static List<Relationship> all(String... lines) {
        if (lines.length > LIMIT)
            throw new IllegalArgumentException(
                    "there are " + lines.length + " relationships, at most " + LIMIT + " are kept");
        List<Relationship> all = Arrays.stream(lines).map(Relationship::parse).toList();
        Set<TrustDomain> seen = new HashSet<>();
        for (Relationship one : all)
            if (!seen.add(one.domain()))
                throw new IllegalArgumentException(
                        "the trust domain " + one.domain() + " is there twice; it has one bundle");
        return all;
    }

    /** {@code DOMAIN https_web URL} or {@code DOMAIN https_spiffe URL SPIFFE-ID [FILE]}. */
    static Relationship parse(String line) {
        String[] words = line.strip().split("\\s+", WORDS);
        Profile profile = switch (words.length) {
            case 3 -> web(words[1], line);
            case 4 -> spiffe(words[1], words[3], Optional.empty(), line);
            case 5 -> spiffe(words[1], words[3], Optional.of(Path.of(words[4])), line);
            default -> throw unknown(line);
        };
        return new Relationship(new TrustDomain(words[0]), EndpointUrl.parse(words[2]), profile);
    }

    private static Profile web(String name, String line) {
        if (!name.equals("https_web")) throw unknown(line);
        return new Profile.Web();
    }

    private static Profile spiffe(String name, String endpoint, Optional<Path> bootstrap, String line) {
        if (!name.equals("https_spiffe")) throw unknown(line);
        return new Profile.Spiffe(SpiffeId.parse(endpoint), bootstrap);
    }

    private static IllegalArgumentException unknown(String line) {
        return new IllegalArgumentException(
                "'" + line + "' is no relationship; write 'DOMAIN https_web URL' or 'DOMAIN https_spiffe URL"
                        + " SPIFFE-ID', and behind it the file of the first bundle when none is held yet");
    }
}
