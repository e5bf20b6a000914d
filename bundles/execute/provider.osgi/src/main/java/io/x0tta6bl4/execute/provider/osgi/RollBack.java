package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.knowledge.api.store.Baselines.Baseline;
import io.x0tta6bl4.platform.api.BundleContent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the content of a bundle that last worked in place of the one in use, and back again when that did not help. */
final class RollBack {
    private static final Logger LOG = LoggerFactory.getLogger(RollBack.class);
    private static final int REPLACED_LIMIT = 4;

    private final BundleHands hands;
    private final KnownGood known;
    private final Map<String, byte[]> replaced = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REPLACED_LIMIT;
        }
    };

    RollBack(BundleHands hands, KnownGood known) {
        this.hands = hands;
        this.known = known;
    }

    boolean possible(Bundle bundle) {
        try {
            return known.other(bundle).isPresent();
        } catch (IOException e) {
            LOG.warn("Cannot read the content of {}, so it cannot be compared with what worked", bundle, e);
            return false;
        }
    }

    Effect apply(String action, Bundle bundle, Deadline deadline) throws Exception {
        Optional<Baseline> good = known.other(bundle);
        if (good.isEmpty())
            return new Effect.Refused("no other content of " + bundle.getSymbolicName() + " is known to have worked");
        BundleContent bad = BundleHands.content(bundle);
        byte[] content = known.read(good.get());
        String from = bundle.getVersion().toString();
        known.reject(bundle, bad, "rolled back by action " + action);
        remember(action, bad.jar());
        return replace(bundle, content, deadline, "rolled back from " + from);
    }

    Effect undo(String action, Bundle bundle, Deadline deadline) throws Exception {
        byte[] content = take(action);
        if (content.length == 0) return new Effect.Refused("action " + action + " replaced nothing that is still here");
        return replace(bundle, content, deadline, "put back in place of " + bundle.getVersion());
    }

    private Effect replace(Bundle bundle, byte[] content, Deadline deadline, String what) throws Exception {
        stop(bundle);
        hands.update(bundle, content);
        String how = "";
        if (hands.refreshTakesUsDown(bundle)) how = "; not refreshed, as that would stop the effector as well";
        else hands.refresh(bundle, deadline);
        hands.start(bundle);
        return new Effect.Done(bundle.getSymbolicName() + " " + what + " to " + bundle.getVersion() + how);
    }

    /** A broken bundle may fail to stop; the framework has stopped it all the same. */
    private void stop(Bundle bundle) {
        if (BundleHands.fragment(bundle)) return;
        try {
            hands.stop(bundle);
        } catch (BundleException e) {
            LOG.info("{} complained when it was stopped: {}", bundle, Bounded.reason(e));
        }
    }

    private synchronized void remember(String action, byte[] content) {
        replaced.put(action, content);
    }

    private synchronized byte[] take(String action) {
        byte[] content = replaced.remove(action);
        return content == null ? new byte[0] : content;
    }
}
