/** An interface that the tests pack into an api bundle, in several versions. */
package io.x0tta6bl4.itests.features.sample.api;
