package io.x0tta6bl4.itests.scenarios.demo;

import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.sample.Load;
import io.x0tta6bl4.itests.scenarios.sample.SampleSystem;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What the steps of the demo play on: the stage, the load that runs all the while, and the person who looks on. */
record Scene(Stage stage, Load load, Progress progress) {
    SampleSystem system() {
        return stage.system();
    }

    Console console() {
        return stage.console();
    }

    /** How often each service was started so far, by the services' own count. */
    Map<String, Integer> starts() throws IOException {
        Map<String, Integer> starts = new TreeMap<>();
        for (Service service : system().services()) starts.put(service.name(), system().starts(service.name()));
        return starts;
    }
}
