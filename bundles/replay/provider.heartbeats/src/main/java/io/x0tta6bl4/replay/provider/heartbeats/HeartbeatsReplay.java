package io.x0tta6bl4.replay.provider.heartbeats;

import io.x0tta6bl4.analyze.api.FailureDetector;
import io.x0tta6bl4.analyze.api.LinkWatch;
import io.x0tta6bl4.analyze.api.LinkWatch.Change;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code x0 replay heartbeats FILE --out FILE}: every interval in which the far end of a link is held for dead. */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=heartbeats"})
public final class HeartbeatsReplay implements Replay, SelfTest {
    private static final String UNSET = "a watch file sets nothing about heartbeats. How long a silence may last is"
            + " learnt from each link, and nothing is done on the strength of it. The silence of probes, with their"
            + " counts and time-outs, is back-tested by replay recording";

    private final FailureDetector detector;

    @Activate
    public HeartbeatsReplay(@Reference(policyOption = ReferencePolicyOption.GREEDY) FailureDetector detector) {
        this.detector = detector;
    }

    /** An interval; open when it lasts until the end. */
    private record Suspicion(String link, long from, String to) {}

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords.refuse(words, "policy", UNSET);
        ReplayWords asked = ReplayWords.parse(words, Set.of("out"));
        Path out = asked.out();
        Beats beats = Beats.read(asked.input());
        List<Suspicion> suspicions = suspicions(beats.beats());
        try (CsvWriter csv = new CsvWriter(out, "link", "from_ms", "to_ms")) {
            for (Suspicion one : suspicions) csv.row(one.link, one.from, one.to);
            csv.finish();
        }
        String order = beats.disordered() == 0
                ? ""
                : "; " + beats.disordered() + " rows stood behind a later one and were put in order";
        return beats.beats().size() + " heartbeats, " + suspicions.size() + " suspicions -> " + out + order;
    }

    private List<Suspicion> suspicions(List<Beats.Beat> beats) throws BadInput {
        LinkWatch watch = detector.begin();
        Map<String, Long> open = new TreeMap<>();
        List<Suspicion> closed = new ArrayList<>();
        try {
            for (Beats.Beat beat : beats)
                take(watch.arrival(beat.link(), Instant.ofEpochMilli(beat.millis())), open, closed);
        } catch (IllegalArgumentException e) {
            throw new BadInput("The heartbeats cannot be watched: " + e.getMessage());
        }
        open.forEach((link, from) -> closed.add(new Suspicion(link, from, "")));
        return closed;
    }

    private static void take(List<Change> changes, Map<String, Long> open, List<Suspicion> closed) {
        for (Change change : changes) {
            long at = change.at().toEpochMilli();
            if (change.suspected()) open.put(change.link(), at);
            else closed.add(new Suspicion(change.link(), open.remove(change.link()), Long.toString(at)));
        }
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("a link that falls silent in a file is written as suspected", () -> {
            List<Beats.Beat> beats = new ArrayList<>();
            for (int second = 0; second < 60; second++) {
                beats.add(new Beats.Beat("alive", second * 1000L));
                if (second < 30) beats.add(new Beats.Beat("dead", second * 1000L));
            }
            List<Suspicion> found = suspicions(beats);
            if (found.size() != 1 || !found.getFirst().link.equals("dead"))
                throw new IllegalStateException("expected one suspicion of the dead link, got " + found);
            return "suspected from " + found.getFirst().from + " ms";
        });
    }
}
