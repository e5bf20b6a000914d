package io.x0tta6bl4.monitor.provider.planted;

import org.osgi.service.component.annotations.Component;

/** Planted: a component that is open, changes, and has no constructor for its activation. */
@Component
public class LooseComponent {
    private int count;

    int next() {
        return ++count;
    }
}
