package io.x0tta6bl4.identity.api;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** JWT-SVIDs of this node, and the judgement of those that others show. Where both ends can, prefer X509-SVIDs: they prove a key. */
@ProviderType
public interface JwtSource {
    /** The most octets of a token that is looked at. */
    int TOKEN_LIMIT = 16 * 1024;

    /** The most values of an audience. */
    int AUDIENCE_LIMIT = 16;

    /**
     * A JWT-SVID of this node's own name.
     *
     * @param audience to whom it will be shown; 1 to {@link #AUDIENCE_LIMIT}, better only one
     * @throws IdentityException when there is none to be had; the message says why
     */
    JwtSvid jwtSvid(Set<String> audience);

    /**
     * Judges a token that was shown to {@code audience}. It says nothing about a second showing: see {@link #validateOnce}.
     *
     * @return whose it is, or why it is refused; never an exception for what is in the token
     */
    JwtVerdict validate(String token, String audience);

    /**
     * Like {@link #validate}, and remembers what was signed until the token expires, so that showing it a second time on this node
     * is {@link Refusal#REPLAYED}. So is a token that was made before this node began to remember; one without {@code iat} is refused,
     * because that cannot be told. When there is no room to remember one more, it is refused.
     */
    JwtVerdict validateOnce(String token, String audience);
}
