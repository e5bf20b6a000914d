package io.x0tta6bl4.loop.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;

/**
 * A threshold whose firing level may move.
 *
 * @param element whose signal it is on
 * @param configured the threshold of the watch file, with its bounds
 * @param fire firing level in force, in the unit of the signal
 * @param alone how many incidents in a row rested on it alone and went without anything being done
 * @param lastMove who moved it last and why, empty when it is where the watch file has it
 */
public record LevelState(ElementId element, Threshold configured, double fire, int alone, String lastMove) {}
