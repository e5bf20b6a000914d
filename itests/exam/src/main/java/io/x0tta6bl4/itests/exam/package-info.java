/** Runs JUnit 5 tests inside a real framework that Pax Exam starts. */
@Export
@Version("1.0.0")
package io.x0tta6bl4.itests.exam;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
