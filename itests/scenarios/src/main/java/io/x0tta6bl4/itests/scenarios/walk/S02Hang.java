package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.fault.HangFault;
import io.x0tta6bl4.itests.scenarios.sample.Pids;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A hanging service is found by probe and replaced. */
public final class S02Hang implements Scenario {
    @Override
    public String title() {
        return "A hanging service is found by probe and replaced";
    }

    @Override
    public String text() {
        return "inventory or orders is stopped with SIGSTOP: it lives and does not answer. Within two probe periods an"
                + " incident names it; its process is killed and another serves.";
    }

    @Override
    public String sabotage() {
        return "the sensor that asks HTTP addresses is stopped";
    }

    @Override
    public String mustFail() {
        return "an incident names the hanging service";
    }

    @Override
    public void play(Trial trial) throws Exception {
        trial.start();
        if (trial.sabotaged()) trial.stopBundle("io.x0tta6bl4.monitor.provider.http");
        trial.oddMoment();
        var fault = new HangFault(trial.system(), trial.oneOf("inventory", "orders"));
        Instant since = fault.inject();
        Duration limit = SampleSystem.PROBE_EVERY.multipliedBy(2);
        var incident = trial.incident(
                "an incident names the hanging service", fault.target(), List.of("HANG"), since, Duration.ofSeconds(5));
        Duration took = Duration.between(since, incident.opened());
        trial.check("within two probe periods", took.compareTo(limit) <= 0, took.toMillis() + " ms");
        trial.await("the service answers again", Duration.ofSeconds(10), fault::over);
        trial.check(
                "the stopped process is gone", !Pids.alive(fault.stopped()), "process " + fault.stopped() + " lives");
    }
}
