/** Drives the distribution from outside: the demo, the acceptance scenarios and the healing benchmarks. */
package io.x0tta6bl4.itests.scenarios;
