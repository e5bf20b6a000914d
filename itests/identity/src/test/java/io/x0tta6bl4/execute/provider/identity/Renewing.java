package io.x0tta6bl4.execute.provider.identity;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SvidSource;

/** The effector for identities over real ones, without a framework. */
public final class Renewing {
    private Renewing() {}

    public static <T extends SvidSource & BundleSource & Authority> IdentityEffector of(T source) {
        return new IdentityEffector().with(source);
    }

    public static void close(IdentityEffector effector) {
        effector.close();
    }
}
