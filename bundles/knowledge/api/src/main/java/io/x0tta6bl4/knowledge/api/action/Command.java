package io.x0tta6bl4.knowledge.api.action;

import java.net.URI;

/** What an effector is asked to do to its target. */
public sealed interface Command {

    /** The command's name in the catalogue, which is also the privilege it needs, for example {@code process.restart}. */
    String name();

    /** Start the process unless it runs. */
    record StartProcess() implements Command {
        @Override
        public String name() {
            return "process.start";
        }
    }

    /** Ask the process to end, kill it after its stop limit, leave it stopped. */
    record StopProcess() implements Command {
        @Override
        public String name() {
            return "process.stop";
        }
    }

    /** Ask the process to end, kill it after its stop limit, start it again. */
    record RestartProcess() implements Command {
        @Override
        public String name() {
            return "process.restart";
        }
    }

    /** Kill the process without asking, start it again: for one that hangs. */
    record KillAndRestartProcess() implements Command {
        @Override
        public String name() {
            return "process.kill";
        }
    }

    /** Stop and start a bundle. */
    record RestartBundle(String symbolicName) implements Command {
        @Override
        public String name() {
            return "bundle.restart";
        }
    }

    /** Refresh a bundle's wiring and start it. */
    record RefreshBundle(String symbolicName) implements Command {
        @Override
        public String name() {
            return "bundle.refresh";
        }
    }

    /** Put back the bundle content that last worked. */
    record RollBackBundle(String symbolicName) implements Command {
        @Override
        public String name() {
            return "bundle.roll-back";
        }
    }

    /** Disable and enable a component. */
    record RestartComponent(String symbolicName, String component) implements Command {
        @Override
        public String name() {
            return "component.restart";
        }
    }

    /** Go back to what the node consisted of before the last change, which was one of this feature. */
    record RevertFeature(String feature) implements Command {
        @Override
        public String name() {
            return "feature.revert";
        }
    }

    /** Put back the configuration files that last worked and keep the rejected ones beside them; a start follows in the plan. */
    record RestoreConfiguration() implements Command {
        @Override
        public String name() {
            return "configuration.restore";
        }
    }

    /** Renew an SVID now: the node's own at its source, or that in a file, with a new key. */
    record RenewIdentity() implements Command {
        @Override
        public String name() {
            return "identity.renew";
        }
    }

    /** Have the controller of a workload replace its pods one after the other, as its strategy says. */
    record RestartWorkload() implements Command {
        @Override
        public String name() {
            return "workload.restart";
        }
    }

    /** Give a workload one replica more, or as many as its bounds demand; never beyond its bounds. */
    record ScaleWorkload(Step step) implements Command {

        /** By how much. */
        public enum Step {
            /** One replica more. */
            UP,
            /** The nearest number that its bounds allow. */
            WITHIN
        }

        @Override
        public String name() {
            return "workload.scale";
        }
    }

    /** Put back the pod template that was in force before the rollout that failed. */
    record RollBackWorkload() implements Command {
        @Override
        public String name() {
            return "workload.roll-back";
        }
    }

    /** Have the cluster take a pod away as far as its disruption budget allows, so that its controller makes a new one. */
    record EvictPod() implements Command {
        @Override
        public String name() {
            return "pod.evict";
        }
    }

    /** Have nothing new put on a machine of the cluster. */
    record CordonNode() implements Command {
        @Override
        public String name() {
            return "cluster-node.cordon";
        }
    }

    /** Let a machine of the cluster be used again that this loop had cordoned. */
    record UncordonNode() implements Command {
        @Override
        public String name() {
            return "cluster-node.uncordon";
        }
    }

    /** Post to an address that heals the element. */
    record CallHook(URI url) implements Command {
        @Override
        public String name() {
            return "hook.call";
        }
    }

    /** Tell people. */
    record Page(String title, String text) implements Command {
        @Override
        public String name() {
            return "page";
        }
    }
}
