/** Sensor for configuration files: a digest per file, compared with what last worked. */
@NullMarked
package io.x0tta6bl4.monitor.provider.file;

import org.jspecify.annotations.NullMarked;
