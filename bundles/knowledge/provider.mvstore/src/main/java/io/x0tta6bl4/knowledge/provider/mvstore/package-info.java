/** Journal, experience, process ledger and baselines in one file of the H2 MVStore. */
@NullMarked
package io.x0tta6bl4.knowledge.provider.mvstore;

import org.jspecify.annotations.NullMarked;
