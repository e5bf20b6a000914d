package io.x0tta6bl4.identity.provider.workloadapi;

import java.util.Optional;

/**
 * Who connected, as the kernel says it.
 *
 * @param pid number of the process that connected
 * @param uid number of the user it ran as then
 * @param started when it began, in the kernel's ticks; absent when it was gone already
 */
record Caller(int pid, int uid, Optional<Long> started) {
    static Caller of(int pid, int uid) {
        return new Caller(pid, uid, ProcFiles.started(pid));
    }

    /** Whether the process that connected still is the one of this number. */
    boolean there() {
        return pid > 0 && started.isPresent() && started.equals(ProcFiles.started(pid));
    }

    @Override
    public String toString() {
        return "process " + pid + " of user " + uid;
    }
}
