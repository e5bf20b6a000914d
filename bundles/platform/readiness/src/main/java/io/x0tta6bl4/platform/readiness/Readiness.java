package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.feature.api.MandatoryPart;

/** What this node can prove about itself. */
interface Readiness {

    /** Everything; returns within little more than two seconds, whatever the self-tests do. */
    Report report();

    /** One part; within the same limit. */
    Part part(MandatoryPart wanted);

    /** Whether every bundle of the features has been running at some time since the node started. */
    boolean started();

    /** What is known of every mandatory part without testing anything now. */
    java.util.List<Parts.Glance> glances();
}
