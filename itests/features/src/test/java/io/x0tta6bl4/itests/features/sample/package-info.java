/** Classes that the tests pack into small bundles. */
package io.x0tta6bl4.itests.features.sample;
