package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;

/**
 * One simulated incident.
 *
 * @param graph number of its topology
 * @param family of its topology
 * @param fault what was done
 * @param root to which node; -1 when to none
 * @param snapshot what a node would have seen
 * @param analysis the symptoms it would have had
 * @param signs both in numbers
 */
record Incident(
        int graph, Topology.Family family, Fault fault, int root, Snapshot snapshot, Analysis analysis, Signs signs) {}
