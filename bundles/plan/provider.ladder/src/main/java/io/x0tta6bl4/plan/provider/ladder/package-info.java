/** The catalogue of actions and the escalation ladder. */
@NullMarked
package io.x0tta6bl4.plan.provider.ladder;

import org.jspecify.annotations.NullMarked;
