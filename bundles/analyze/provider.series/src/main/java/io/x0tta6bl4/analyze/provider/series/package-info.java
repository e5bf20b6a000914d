@NullMarked
package io.x0tta6bl4.analyze.provider.series;

import org.jspecify.annotations.NullMarked;
