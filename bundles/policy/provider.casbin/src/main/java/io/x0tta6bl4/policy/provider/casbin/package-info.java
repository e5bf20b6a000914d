/** Policy by jCasbin over one file. */
@NullMarked
package io.x0tta6bl4.policy.provider.casbin;

import org.jspecify.annotations.NullMarked;
