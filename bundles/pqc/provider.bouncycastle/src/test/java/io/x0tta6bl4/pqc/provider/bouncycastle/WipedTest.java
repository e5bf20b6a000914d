package io.x0tta6bl4.pqc.provider.bouncycastle;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.Primitive;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.Destroyable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine made of a private key holds no octet of it after it was destroyed. */
class WipedTest {
    /** Of the public key; these need not be wiped. */
    private static final Set<String> PUBLIC = Set.of("rho", "t", "t1", "tr", "hpk", "pk");

    private final Engine engine = new BouncyCastleEngine();

    private static List<byte[]> secrets(Object form) throws ReflectiveOperationException {
        List<byte[]> found = new ArrayList<>();
        for (Class<?> type = form.getClass(); type != Object.class; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || PUBLIC.contains(field.getName())) continue;
                field.setAccessible(true);
                Object value = field.get(form);
                if (value instanceof byte[] octets) found.add(octets);
                else if (value != null && field.getName().equals("sk")) found.addAll(secrets(value));
            }
        return found;
    }

    @ParameterizedTest
    @EnumSource(Primitive.class)
    void a_destroyed_key_is_zeros(Primitive primitive) throws Exception {
        byte[] random = new byte[primitive.randomLength()];
        java.util.Arrays.fill(random, (byte) 7);
        Object form =
                engine.read(primitive, engine.privateKey(primitive, random)).form();
        List<byte[]> secrets = secrets(form);
        assertThat(secrets).isNotEmpty().anyMatch(WipedTest::hasContent);
        ((Destroyable) form).destroy();
        assertThat(secrets).noneMatch(WipedTest::hasContent);
    }

    private static boolean hasContent(byte[] octets) {
        for (byte octet : octets) if (octet != 0) return true;
        return false;
    }
}
