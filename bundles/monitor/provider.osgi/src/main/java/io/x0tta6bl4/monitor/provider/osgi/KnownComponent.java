package io.x0tta6bl4.monitor.provider.osgi;

import java.util.Set;

/**
 * What is remembered of a component, also while its bundle does not show it.
 *
 * @param bundle id of its bundle; the memory ends with the bundle's uninstallation
 * @param symbolicName of its bundle
 * @param name of the component
 * @param offers interfaces of its services
 * @param requires interfaces of its mandatory references
 * @param since when it was first seen, by {@code System.nanoTime}
 * @param content when the bundle's content had last changed by then
 * @param served whether it was ever satisfied
 */
record KnownComponent(
        long bundle,
        String symbolicName,
        String name,
        Set<String> offers,
        Set<String> requires,
        long since,
        long content,
        boolean served) {

    KnownComponent {
        offers = Set.copyOf(offers);
        requires = Set.copyOf(requires);
    }

    /** Names it among all components of all bundles. */
    record Key(long bundle, String name) {}

    Key key() {
        return new Key(bundle, name);
    }

    KnownComponent nowServing() {
        return new KnownComponent(bundle, symbolicName, name, offers, requires, since, content, true);
    }
}
