package io.x0tta6bl4.pqc.api.engine;

import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.PrivateKey;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * What one provider made of private keys, so that it reads each only once. A key that nobody holds is forgotten; one that is
 * destroyed at once. The provider takes it all with it when it goes: a key never holds on to a provider.
 */
final class OwnForms {
    private final Map<PrivateKey, Engine.Native[]> forms = new WeakHashMap<>();
    // Held here, because the key holds it weakly.
    private final Consumer<PrivateKey> forgetting = this::forget;

    Engine.Native[] of(PrivateKey key, Function<byte[], Engine.Native[]> reader) {
        synchronized (forms) {
            Engine.Native @Nullable [] known = forms.get(key);
            if (known != null) return known;
        }
        byte[] encoded = key.encoded();
        try {
            Engine.Native[] read = reader.apply(encoded);
            synchronized (forms) {
                forms.put(key, read);
            }
            key.onDestroy(forgetting);
            if (key.isDestroyed()) throw destroyed(key);
            return read;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static PqcException destroyed(PrivateKey key) {
        return new PqcException(PqcException.Reason.DESTROYED, "the " + key + " was destroyed while it was read");
    }

    private void forget(PrivateKey key) {
        Engine.Native @Nullable [] read;
        synchronized (forms) {
            read = forms.remove(key);
        }
        if (read == null) return;
        for (Engine.Native form : read) destroy(form.form());
    }

    private static void destroy(Object form) {
        if (!(form instanceof Destroyable secret)) return;
        try {
            secret.destroy();
        } catch (DestroyFailedException e) {
            // Some forms of the JDK cannot be wiped; nobody refers to them any more.
            return;
        }
    }

    /** How many are held, for tests. */
    int size() {
        synchronized (forms) {
            return forms.size();
        }
    }
}
