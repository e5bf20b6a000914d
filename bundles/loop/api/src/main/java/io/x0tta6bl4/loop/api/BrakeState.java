package io.x0tta6bl4.loop.api;

import io.x0tta6bl4.knowledge.api.action.Brake;
import java.util.List;

/**
 * One brake, as {@code loop:explain} shows it.
 *
 * @param brake which one
 * @param on whether it is switched on
 * @param setting its numbers, in the words of the watch file
 * @param held how often it held something back since the node started
 * @param holding what it holds back now
 */
public record BrakeState(Brake brake, boolean on, String setting, long held, List<String> holding) {
    public BrakeState {
        holding = List.copyOf(holding);
    }
}
