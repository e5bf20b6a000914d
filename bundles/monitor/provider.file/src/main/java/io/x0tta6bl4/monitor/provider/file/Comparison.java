package io.x0tta6bl4.monitor.provider.file;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the files of one element with what last worked; remembers what it read, and reads only what has changed. */
final class Comparison {
    private static final Fingerprint NOTHING_YET = new Fingerprint.Unreadable("not read yet");

    private final ElementId element;
    private final List<Path> files;
    private final Baselines baselines;
    private final Map<Path, Fingerprint> last = new HashMap<>();

    Comparison(ElementId element, List<Path> files, Baselines baselines) {
        this.element = element;
        this.files = files;
        this.baselines = baselines;
    }

    List<Path> files() {
        return files;
    }

    /** One observation for all files: changed when one is, absent when one cannot be compared, else baseline. */
    Observation observe(Instant at) {
        StringBuilder same = new StringBuilder();
        Optional<String> incomparable = Optional.empty();
        for (Path file : files) {
            Fingerprint now = Fingerprint.of(file, last.getOrDefault(file, NOTHING_YET));
            last.put(file, now);
            Optional<Baselines.Baseline> known = baselines.newest(element, file.toString());
            switch (now) {
                case Fingerprint.Unreadable(String why) -> {
                    return changed(file + " is " + why, at);
                }
                case Fingerprint.TooLong(long bytes) ->
                    incomparable = Optional.of(file + " has " + bytes + " bytes; more than 64 MiB are not compared");
                case Fingerprint.Content content -> {
                    if (known.isEmpty()) {
                        incomparable = Optional.of("no baseline yet");
                    } else if (!known.get().digest().equalsIgnoreCase(content.digest())) {
                        return changed(
                                file + " " + content.digest() + ", last worked "
                                        + known.get().digest(),
                                at);
                    } else {
                        same.append(same.isEmpty() ? "" : ", ")
                                .append(file)
                                .append(' ')
                                .append(content.digest());
                    }
                }
            }
        }
        return incomparable
                .map(why -> Observation.absent(element, Signals.CONFIGURATION_STATE, why, at, FileSensor.NAME))
                .orElseGet(() -> state("baseline", same.toString(), at));
    }

    private Observation changed(String detail, Instant at) {
        return state("changed", detail, at);
    }

    private Observation state(String value, String detail, Instant at) {
        return Observation.state(element, Signals.CONFIGURATION_STATE, value, detail, at, FileSensor.NAME);
    }
}
