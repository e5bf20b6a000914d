/** The watch file: read, checked as a whole, kept in force while it is changed. */
@NullMarked
package io.x0tta6bl4.knowledge.provider.yaml;

import org.jspecify.annotations.NullMarked;
