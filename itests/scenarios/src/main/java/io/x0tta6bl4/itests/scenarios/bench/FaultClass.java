package io.x0tta6bl4.itests.scenarios.bench;

import io.x0tta6bl4.itests.scenarios.evidence.Percentiles;
import io.x0tta6bl4.itests.scenarios.fault.Healing;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The measurements of one class of faults. */
final class FaultClass {
    private final String name;
    private final List<Double> mttd = new ArrayList<>();
    private final List<Double> mttr = new ArrayList<>();
    private final List<Double> ownStart = new ArrayList<>();
    private final List<Double> beyondOwnStart = new ArrayList<>();
    private int missed;

    FaultClass(String name) {
        this.name = name;
    }

    /** @param own how long the victim takes to start by itself, measured right after; none for what is no process */
    void add(Healing healing, Optional<Duration> own) {
        if (healing.mttd().isEmpty() || healing.mttr().isEmpty()) {
            missed++;
            return;
        }
        double repair = milliseconds(healing.mttr().get());
        mttd.add(milliseconds(healing.mttd().get()));
        mttr.add(repair);
        own.ifPresent(start -> {
            ownStart.add(milliseconds(start));
            beyondOwnStart.add(repair - milliseconds(start));
        });
    }

    /** How many faults were not detected and repaired within the limit; they are in no percentile. */
    int missed() {
        return missed;
    }

    Percentiles mttd() {
        return new Percentiles(mttd, "ms");
    }

    Percentiles mttr() {
        return new Percentiles(mttr, "ms");
    }

    /** MTTR less the start time of the same service measured right after. */
    Percentiles beyondOwnStart() {
        return new Percentiles(beyondOwnStart, "ms");
    }

    JsonObject json() {
        var json = Json.createObjectBuilder()
                .add("fault", name)
                .add("not_healed_within_limit", missed)
                .add("mttd", mttd().json())
                .add("mttr", mttr().json());
        if (!ownStart.isEmpty())
            json.add("own_start", new Percentiles(ownStart, "ms").json())
                    .add("mttr_beyond_own_start", beyondOwnStart().json());
        return json.build();
    }

    String words() {
        String text = "%-18s MTTD %s%n%-18s MTTR %s".formatted(name, mttd().words(), "", mttr().words());
        if (!ownStart.isEmpty())
            text += "%n%-18s MTTR beyond the service's own start %s"
                    .formatted("", beyondOwnStart().words());
        return missed == 0 ? text : text + "%n%-18s NOT HEALED within the limit: %d".formatted("", missed);
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
