package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.util.Arrays;

/** The default brakes with some of them replaced, by type. */
final class Switched {
    private Switched() {}

    static Brakes with(Record... replaced) {
        return with(Brakes.defaults(), replaced);
    }

    static Brakes with(Brakes base, Record... replaced) {
        try {
            var components = Brakes.class.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor().invoke(base);
                for (Record record : replaced) if (components[i].getType() == record.getClass()) values[i] = record;
            }
            Class<?>[] types = Arrays.stream(components).map(c -> c.getType()).toArray(Class<?>[]::new);
            return Brakes.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
