package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.X509Svid;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers an authority under another name: every call goes to it. */
interface IssuesByAuthority extends Authority {
    Authority authority();

    @Override
    default X509Svid issue(SpiffeId id, Optional<Duration> lifetime) {
        return authority().issue(id, lifetime);
    }

    @Override
    default List<X509Certificate> issue(SpiffeId id, PublicKey key, Optional<Duration> lifetime) {
        return authority().issue(id, key, lifetime);
    }

    @Override
    default JwtSvid issueJwt(SpiffeId id, Set<String> audience, Optional<Duration> lifetime) {
        return authority().issueJwt(id, audience, lifetime);
    }

    @Override
    default List<Key> keys() {
        return authority().keys();
    }

    @Override
    default int prepare() {
        return authority().prepare();
    }

    @Override
    default void activate(int number, boolean force) {
        authority().activate(number, force);
    }

    @Override
    default void retire(int number, boolean force) {
        authority().retire(number, force);
    }

    @Override
    default List<Issued> issued() {
        return authority().issued();
    }
}
