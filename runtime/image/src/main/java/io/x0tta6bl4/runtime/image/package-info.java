/** The container image: one tree of files on nothing, laid into layers, and the proof that an image is such a one. */
@NullMarked
package io.x0tta6bl4.runtime.image;

import org.jspecify.annotations.NullMarked;
