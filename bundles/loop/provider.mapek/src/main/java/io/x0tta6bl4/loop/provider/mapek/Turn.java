package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.loop.api.Loop;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Only one loop of a node acts: a new one beside the old one waits until that has ended, then goes on from the journal. */
final class Turn {
    private final BundleContext context;

    Turn(BundleContext context) {
        this.context = context;
    }

    /** Whether a loop of another bundle was there before this one and still is. */
    boolean waits() {
        try {
            long own = Long.MAX_VALUE;
            long other = Long.MAX_VALUE;
            for (ServiceReference<Loop> loop : context.getServiceReferences(Loop.class, null)) {
                Bundle bundle = loop.getBundle();
                if (bundle == null) continue;
                long id = (Long) loop.getProperty(Constants.SERVICE_ID);
                if (bundle.equals(context.getBundle())) own = Math.min(own, id);
                else other = Math.min(other, id);
            }
            return other < own || ending();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter cannot be wrong", e);
        } catch (IllegalStateException stopped) {
            return true; // the bundle's context has ended, and with it its turn
        }
    }

    /** Its service goes first; until the bundle has stopped its last tick may still be under way. */
    private boolean ending() {
        Bundle own = context.getBundle();
        for (Bundle bundle : context.getBundles())
            if (!bundle.equals(own)
                    && bundle.getState() == Bundle.STOPPING
                    && own.getSymbolicName().equals(bundle.getSymbolicName())) return true;
        return false;
    }
}
