package io.x0tta6bl4.itests.swap;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

/** What a person or a feature does to a running provider; each returns the bundle that serves afterwards. */
public enum How {
    /** The new version beside the old one; when it serves and has proven itself, the old one away: what a feature does. */
    START_FIRST {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            Bundle bundle = install(context, next, number);
            Proven before = Proven.of(old);
            bundle.start();
            before.by(context, bundle);
            old.stop();
            old.uninstall();
            return bundle;
        }
    },
    /** What a feature does with {@code x0-stop-first}: both need the same file or port. */
    STOP_FIRST {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            Bundle bundle = install(context, next, number);
            context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(List.of(bundle));
            Proven before = Proven.of(old);
            old.stop();
            bundle.start();
            before.by(context, bundle);
            old.uninstall();
            return bundle;
        }
    },
    /** What a feature does with {@code x0-waits}: the new one is started and waits until the old one has ended. */
    WAITING {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            Bundle bundle = install(context, next, number);
            Proven before = Proven.of(old);
            bundle.start();
            old.stop();
            before.by(context, bundle);
            old.uninstall();
            return bundle;
        }
    },
    /** {@code update} on the console. */
    UPDATE {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            old.update(new ByteArrayInputStream(next));
            return old;
        }
    },
    /** {@code stop} and {@code start} on the console. */
    STOP_START {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            old.stop();
            old.start();
            return old;
        }
    },
    /** {@code uninstall} and {@code install} on the console. */
    UNINSTALL_INSTALL {
        @Override
        public Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException {
            old.uninstall();
            Bundle bundle = install(context, next, number);
            bundle.start();
            return bundle;
        }
    };

    /** Returns the bundle that serves afterwards. */
    public abstract Bundle swap(BundleContext context, Bundle old, byte[] next, int number) throws BundleException;

    /** Installs a content that no feature knows of. */
    public static Bundle install(BundleContext context, byte[] content, int number) throws BundleException {
        return context.installBundle("swap:" + number, new ByteArrayInputStream(content));
    }
}
