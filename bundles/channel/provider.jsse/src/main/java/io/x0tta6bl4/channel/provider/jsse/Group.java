package io.x0tta6bl4.channel.provider.jsse;

import java.util.Arrays;

/**
 * Key exchanges that can be configured; one of them is in force. No classical one is among them, so that none can be agreed on.
 * Those with a classical half other than x25519 are left out: bctls 1.84 could not tell that half from a group of its own.
 */
enum Group {
    X25519MLKEM768,
    MLKEM768,
    MLKEM1024;

    static Group of(String name) {
        return Arrays.stream(values())
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no group of the channel; one of "
                        + Arrays.toString(values()) + ", none of them classical"));
    }
}
