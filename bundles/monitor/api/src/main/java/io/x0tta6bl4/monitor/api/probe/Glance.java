package io.x0tta6bl4.monitor.api.probe;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;

/** Asks all probes of an element once, together, and makes one picture of the answers. */
public final class Glance {
    private Glance() {}

    /** What is seen; each question is bounded in time by itself. */
    public static List<Observation> at(int probes, IntFunction<Verdict> ask, Panel panel, InstantSource clock) {
        List<FutureTask<Verdict>> tasks = new ArrayList<>();
        for (int i = 0; i < probes; i++) {
            int index = i;
            FutureTask<Verdict> task = new FutureTask<>(() -> ask.apply(index));
            tasks.add(task);
            Thread.ofVirtual().name("x0-look").start(task);
        }
        Map<String, Observation> seen = new LinkedHashMap<>();
        for (int i = 0; i < probes; i++)
            for (Observation o : panel.hear(i, await(tasks.get(i)), clock.instant())) seen.put(o.signal(), o);
        return List.copyOf(seen.values());
    }

    private static Verdict await(FutureTask<Verdict> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(true);
            return Verdict.unanswered(Verdict.Standing.NOT_ASKED, "the look was stopped");
        } catch (java.util.concurrent.ExecutionException e) {
            return Verdict.unanswered(Verdict.Standing.NOT_ASKED, "the look failed: " + e.getCause());
        }
    }
}
