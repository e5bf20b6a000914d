package io.x0tta6bl4.pqc.api.engine;

import static io.x0tta6bl4.pqc.api.PqcException.Reason.DESTROYED;
import static io.x0tta6bl4.pqc.api.PqcException.Reason.FAILED;
import static io.x0tta6bl4.pqc.api.PqcException.Reason.MALFORMED;

import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.PrivateKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;

/** Work of an engine, with the errors that the api promises. */
final class Attempt {
    private Attempt() {}

    interface Body<R> {
        R run() throws GeneralSecurityException;
    }

    /**
     * A key that is destroyed in the middle of its use makes the use fail as such. Its form may have been wiped under the
     * engine, and what came out of zeros looks like a secret: so the key is looked at after the work, not before.
     */
    static <R> R using(PrivateKey key, String what, Body<R> body) {
        try {
            R result = attempt(what, body);
            if (!key.isDestroyed()) return result;
            throw new PqcException(DESTROYED, "could not " + what + ": the key was destroyed meanwhile");
        } catch (PqcException e) {
            if (e.reason() == DESTROYED || !key.isDestroyed()) throw e;
            throw new PqcException(DESTROYED, "could not " + what + ": the key was destroyed meanwhile", e);
        }
    }

    static <R> R attempt(String what, Body<R> body) {
        try {
            return body.run();
        } catch (PqcException e) {
            throw e;
        } catch (InvalidKeyException | IllegalArgumentException e) {
            throw new PqcException(MALFORMED, "could not " + what + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new PqcException(FAILED, "could not " + what + ": " + e, e);
        }
    }
}
