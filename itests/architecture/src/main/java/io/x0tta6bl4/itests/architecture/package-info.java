/** The rules of the house: what they look at and what they say. */
package io.x0tta6bl4.itests.architecture;
